import path from "node:path";
import { parseArgs } from "node:util";
import { SystemClock } from "../../clock/system-clock.ts";
import { readEnvironment } from "../../config/environment.ts";
import { messageOf, StartError } from "../../errors.ts";
import { type Repaired, repair } from "./repair.ts";

/** `npm run db:repair -- [--data <folder>]`: makes a new database of everything that can be read, and keeps the damaged one. */
try {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  const dataFolder = path.resolve(values.data ?? readEnvironment(process.env).dataFolder);
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const repaired = await repair({ dataFolder, now: new SystemClock().now(), onProgress });
  process.stdout.write(`${report(repaired)}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}

function report({ tables, lost, keptAs }: Repaired): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `The database was made anew with ${rows} rows of ${tables.length} tables.`,
    ...(lost.length > 0 ? ["These are lost:", ...lost.map((line) => `  ${line}`)] : ["Nothing was lost."]),
    `The file from before is kept as ${keptAs}; remove it when you do not miss anything.`,
  ].join("\n");
}
