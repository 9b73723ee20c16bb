import path from "node:path";
import { parseArgs } from "node:util";
import { SystemClock } from "../../clock/system-clock.ts";
import { readEnvironment } from "../../config/environment.ts";
import { messageOf, StartError } from "../../errors.ts";
import { type Restored, restore } from "./restore.ts";

/** `npm run restore -- <file> [--data <folder>] [--config <path>] [--force]`: brings a backup back. */
try {
  const { file, dataFolder, configFile, isForced } = readParameters();
  const now = new SystemClock().now();
  const restored = await restore({ file, dataFolder, configFile, isForced, now });
  process.stdout.write(`${report(restored)}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}

function readParameters() {
  const environment = readEnvironment(process.env);
  const options = { data: { type: "string" }, config: { type: "string" }, force: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error("name one backup");
    return {
      file,
      dataFolder: path.resolve(values.data ?? environment.dataFolder),
      configFile: path.resolve(values.config ?? environment.configFile),
      isForced: values.force ?? false,
    };
  } catch (cause) {
    const usage = "npm run restore -- <file> [--data <folder>] [--config <path>] [--force]";
    throw new StartError(`${messageOf(cause)}\nUsage: ${usage}`, { exitCode: 2, cause });
  }
}

function report({ manifest, files, movedAside }: Restored): string {
  const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
  const kinds = new Set(manifest.parts.map(({ kind }) => kind));
  return [
    `Restored the backup of ${manifest.created_at} (HomelabCmd ${manifest.version}): ${rows} rows, in`,
    ...files.map((file) => `  ${file}`),
    ...(movedAside.length > 0 ? ["What was there before is now in", ...movedAside.map((file) => `  ${file}`)] : []),
    ...(kinds.has("key") ? [] : ["It holds no encryption key: if the hub had one, put that back too."]),
    "Start the hub with npm start.",
  ].join("\n");
}
