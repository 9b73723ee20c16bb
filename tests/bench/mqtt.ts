import { fork } from "node:child_process";
import path from "node:path";
import { megabytes, milliseconds, perSecond, printFigures } from "./figures.ts";
import type { MqttOutcome, MqttPlan } from "./mqtt-loader.ts";
import { benchKey, freePort, ServerProcess } from "./server-process.ts";

const machines = 1000;
const offered = 2000;
/** Far more than can be taken: 50,000 heartbeats are on their way all the time, 75 MB of them. */
const overload = 50;

interface Run extends MqttOutcome {
  readonly cores: number;
  readonly residentBefore: number;
  /** The most that was seen, looking every 200 ms. */
  readonly residentMost: number;
}

/**
 * Heartbeats of 20 readings (1.5 KB) from 1,000 machines over MQTT with QoS 1 to the broker in the hub, each acknowledged after its
 * commit: one at a time from each, at a steady rate, and with more than can be taken.
 */
export async function mqttBench(): Promise<void> {
  const port = await freePort();
  const block = `mqtt: { broker: embedded, embedded: { listen: "127.0.0.1:${port}" } }`;
  const server = await ServerProcess.hub(false, 0, [block]);
  const loader = fork(path.join(import.meta.dirname, "mqtt-loader.ts"), [String(port), String(machines), benchKey]);
  const ask = (plan: MqttPlan) =>
    new Promise<MqttOutcome>((resolve) => {
      loader.once("message", (outcome) => resolve(outcome as MqttOutcome));
      loader.send(plan);
    });
  const measure = async (plan: MqttPlan): Promise<Run> => {
    const [residentBefore, usedBefore] = [await server.residentBytes(), await server.processorSeconds()];
    let residentMost = residentBefore;
    const watch = setInterval(async () => {
      residentMost = Math.max(residentMost, await server.residentBytes());
    }, 200);
    const startedAt = performance.now();
    const outcome = await ask(plan);
    clearInterval(watch);
    const seconds = (performance.now() - startedAt) / 1000;
    const cores = ((await server.processorSeconds()) - usedBefore) / seconds;
    return { ...outcome, cores, residentBefore, residentMost };
  };
  await measure({ seconds: 8, window: 1 });
  const steady = await measure({ seconds: 20, window: 1, perSecond: offered });
  const fastest = await measure({ seconds: 10, window: 1 });
  const crowded = await measure({ seconds: 20, window: overload });
  loader.kill();
  await server.stop();
  printFigures("", [
    ...rows(`${perSecond(offered)} offered, acknowledged`, steady),
    ...rows(`${machines} machines, one at a time each`, fastest),
    ...rows(`${machines} machines, ${overload} at a time each`, crowded),
  ]);
}

function rows(what: string, run: Run) {
  const failures = run.lost > 0 ? `, ${run.lost} connections lost` : "";
  return [
    { what, ours: perSecond(run.acknowledgedPerSecond) + failures },
    { what: "  p50 / p99", ours: `${milliseconds(run.p50)} / ${milliseconds(run.p99)}` },
    { what: "  processor, all threads", ours: `${Math.round(run.cores * 100)} %` },
    {
      what: "  resident memory, before and at most",
      ours: `${megabytes(run.residentBefore)} -> ${megabytes(run.residentMost)}`,
    },
  ];
}
