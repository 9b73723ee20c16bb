import { isOlderVersion } from "../protocol/versions.ts";
import { NodeWholeFiles } from "../runtime/whole-files.ts";
import { UpdateFolder } from "./update-folder.ts";

/**
 * Names the folder for updates. Whoever sets it promises to start the agent again when it ends: the systemd unit and the init
 * script of the installer do. Without it there are no updates.
 */
export const updateFolderVariable = "HOMELAB_AGENT_UPDATES";

/**
 * The file of the agent that is to run in place of this one: one that is newer, was accepted by the hub, and is still what it
 * was then. `null`: this one is to run. Never rejects.
 */
export async function newerAgent(folder: UpdateFolder, ownVersion: string): Promise<string | null> {
  const { accepted } = await folder.load();
  if (accepted === null || !isOlderVersion(ownVersion, accepted.version)) return null;
  return folder.verified(accepted);
}

/** The folder that the environment names; `null` when it names none. */
export function updateFolderOf(environment: Readonly<Record<string, string | undefined>>): UpdateFolder | null {
  const path = environment[updateFolderVariable];
  return path ? new UpdateFolder(new NodeWholeFiles(path)) : null;
}
