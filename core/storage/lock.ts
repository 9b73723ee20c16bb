import sqlite3 from "sqlite3";
import { messageOf, StartError } from "../errors.ts";

/**
 * Keeps a second hub out of a data folder. The lock is a transaction held open on a file of its own, so the operating
 * system drops it with the process, however that ends. Throws `StartError` when another hub holds it.
 */
export async function lockDataFolder(file: string): Promise<() => Promise<void>> {
  const connection = await open(file);
  try {
    await execute(connection, "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    await close(connection);
    if ((error as { code?: unknown }).code !== "SQLITE_BUSY") throw openingError(file, error);
    throw new StartError(
      `Another hub is running on this data folder (it holds ${file}).\nStop it first, or set HOMELABCMD_DATA to another folder.`,
      { cause: error },
    );
  }
  return () => close(connection);
}

function open(file: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const connection = new sqlite3.Database(file, (error) => {
      if (error) reject(openingError(file, error));
      else resolve(connection);
    });
  });
}

function execute(connection: sqlite3.Database, sql: string): Promise<void> {
  return new Promise((resolve, reject) => connection.exec(sql, (error) => (error ? reject(error) : resolve())));
}

function close(connection: sqlite3.Database): Promise<void> {
  return new Promise((resolve) => connection.close(() => resolve()));
}

function openingError(file: string, cause: unknown): StartError {
  return new StartError(`The lock file ${file} cannot be used: ${messageOf(cause)}.\nRemove it; it holds nothing.`, {
    cause,
  });
}
