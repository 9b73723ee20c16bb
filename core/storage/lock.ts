import { messageOf, StartError } from "../errors.ts";
import { DirectConnection } from "./direct-connection.ts";

/**
 * Keeps a second hub out of a data folder. The lock is a transaction held open on a file of its own, so the operating
 * system drops it with the process, however that ends. Throws `StartError` when another hub holds it.
 */
export async function lockDataFolder(file: string): Promise<() => Promise<void>> {
  const connection = await DirectConnection.open(file, "create").catch((error) => {
    throw openingError(file, error);
  });
  try {
    await connection.execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    await connection.close();
    if ((error as { code?: unknown }).code !== "SQLITE_BUSY") throw openingError(file, error);
    throw new StartError(
      `Another hub is running on this data folder (it holds ${file}).\nStop it first, or set HOMELABCMD_DATA to another folder.`,
      { cause: error },
    );
  }
  return () => connection.close();
}

function openingError(file: string, cause: unknown): StartError {
  return new StartError(`The lock file ${file} cannot be used: ${messageOf(cause)}.\nRemove it; it holds nothing.`, {
    cause,
  });
}
