import { pathToFileURL } from "node:url";
import { newerAgent, updateFolderOf } from "./update/launch.ts";
import { agentVersion } from "./version.ts";

/*
 * What is installed begins here. It runs itself or, where an update was accepted, the newer version that lies in the agent's own
 * folder; so the installed file stays as root put it. Whichever does not run is not loaded.
 */

const parameters = process.argv.slice(2);
const isQuestion = parameters.some((parameter) => /^--(once|check|enrol|version|help)$/.test(parameter));
const folder = isQuestion ? null : updateFolderOf(process.env);
const newer = folder === null ? null : await newerAgent(folder, agentVersion);
if (newer === null) {
  const { runProgram } = await import("./program.ts");
  await runProgram(parameters);
} else {
  await import(pathToFileURL(newer).href);
}
