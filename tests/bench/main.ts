import { agentBench } from "./agent.ts";
import { alertsBench } from "./alerts.ts";
import { apiBench } from "./api.ts";
import { heartbeatBench } from "./heartbeat.ts";
import { ingestBench } from "./ingest.ts";
import { kernelBench } from "./kernel.ts";
import { liveBench } from "./live.ts";
import { mqttBench } from "./mqtt.ts";
import { recorderBench } from "./recorder-bench.ts";
import { startBench } from "./start.ts";

/*
 * `npm run bench`, or `npm run bench -- start heartbeat` for some. Prints figures, each beside its peer in the same run; it judges
 * nothing, because machines differ.
 */

const benches: Readonly<Record<string, () => Promise<void>>> = {
  start: startBench,
  heartbeat: heartbeatBench,
  ingest: ingestBench,
  mqtt: mqttBench,
  kernel: kernelBench,
  live: liveBench,
  api: apiBench,
  agent: agentBench,
  recorder: recorderBench,
  alerts: alertsBench,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benches)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n${name}`);
    await run();
  }
}
