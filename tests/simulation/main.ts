import { parseArgs } from "node:util";
import { PlanError } from "./day-plan.ts";
import { differenceOf, reportOf } from "./report.ts";
import { scenarios } from "./scenarios/index.ts";
import { type Progress, simulateDay } from "./simulated-day.ts";

/*
 * `npm run simulate -- --machines 200 --hours 24 --faults`: a day of a fleet with a real hub, on a clock of its own, and whether people
 * are told exactly what they should be. `--only <part of a name>` simulates some of the faults, for as long as they take.
 */

const { values } = parseArgs({
  options: {
    machines: { type: "string", default: "200" },
    hours: { type: "string" },
    faults: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const { only } = values;
const isChosen = (name: string) => (only === undefined ? values.faults : name.includes(only));
const chosen = scenarios.filter(({ name }) => isChosen(name));
if (only !== undefined && chosen.length === 0) {
  console.error(`There is no such fault. There are:\n${scenarios.map(({ name }) => `  ${name}`).join("\n")}`);
  process.exit(2);
}

const hours = values.hours === undefined ? (only === undefined ? 24 : null) : Number(values.hours);
const startedAt = performance.now();
let heartbeats = 0;
try {
  const outcomes = await simulateDay({ machines: Number(values.machines), hours, scenarios: chosen }, (progress) => {
    heartbeats = progress.heartbeats;
    showProgress(progress);
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const different = outcomes.filter((outcome) => differenceOf(outcome) !== null);
  console.log(`${reportOf(outcomes)}\n\n  ${heartbeats.toLocaleString("en")} heartbeats in ${seconds} s`);
  console.log(different.length === 0 ? "  Everything as expected." : `  ${different.length} different.`);
  process.exitCode = different.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof PlanError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** On a terminal one line that changes, else a line each simulated hour. */
function showProgress({ minute, minutes, scenario, heartbeats: sent }: Progress): void {
  const line = `  ${Math.floor((100 * minute) / minutes)} %  ${sent.toLocaleString("en")} heartbeats  ${scenario}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(78).slice(0, 78)}\r`);
  else if (minute % 60 === 0) console.log(line);
}
