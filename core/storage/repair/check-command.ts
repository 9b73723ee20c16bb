import path from "node:path";
import { parseArgs } from "node:util";
import { readEnvironment } from "../../config/environment.ts";
import { messageOf, StartError } from "../../errors.ts";
import { databaseName } from "../backup/manifest.ts";
import { sizeOf } from "../start-check.ts";
import { type Checked, checkDatabase } from "./check.ts";

/** `npm run db:check -- [--data <folder>]`: says what is damaged in the database, and ends with 1 when something is. Changes nothing. */
try {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  const file = path.resolve(values.data ?? readEnvironment(process.env).dataFolder, databaseName);
  if ((await sizeOf(file)) === 0) throw new StartError(`There is no database ${file}.`);
  const checked = await checkDatabase(file, (line) => process.stderr.write(`${line} …\n`));
  process.stdout.write(`${report(file, checked)}\n`);
  process.exitCode = isWhole(checked) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 2;
}

function isWhole({ findings, lost }: Checked): boolean {
  return findings.length === 0 && lost.length === 0;
}

function report(file: string, checked: Checked): string {
  const { findings, lost, packs } = checked;
  if (isWhole(checked)) return `${file} is whole: every page was read, and ${packs} packs of readings were decoded.`;
  return [
    `${file} is damaged.`,
    ...(findings.length > 0 ? ["", "SQLite finds:", ...findings.map((line) => `  ${line}`)] : []),
    ...(lost.length > 0 ? ["", "These cannot be read:", ...lost.map((line) => `  ${line}`)] : []),
    "",
    "Stop the hub and run npm run db:repair, which saves everything else and keeps this file; or npm run restore a backup.",
  ].join("\n");
}
