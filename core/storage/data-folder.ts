import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { messageOf, StartError } from "../errors.ts";

/** Makes the data folder, for its owner only, or finds it writable. Throws `StartError` when neither can be. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be written: ${messageOf(error)}.\nGive it to the hub's user, or set HOMELABCMD_DATA to another folder.`,
      { cause: error },
    );
  }
}
