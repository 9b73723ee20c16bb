import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { messageOf, PlatformError } from "../errors.ts";

/** Of a file that did not exist: it may come to hold secrets. */
const newFileMode = 0o600;
const anyoneMayWrite = 0o222;

/** Why a file cannot be replaced, or `undefined` when it can. */
export async function whyReadOnly(file: string): Promise<string | undefined> {
  const target = await realpath(file).catch(() => file);
  const entry = await stat(target).catch(() => undefined);
  // The superuser may write anything, and yet somebody has said that this is not to be written.
  if (entry && (entry.mode & anyoneMayWrite) === 0) return `${file} is read-only`;
  try {
    if (entry) await access(target, constants.W_OK);
    await access(path.dirname(target), constants.W_OK);
    return undefined;
  } catch (error) {
    return explain(file, error);
  }
}

/**
 * Replaces a file's text at once: whoever reads it gets the old text or the new, also after a power cut. Keeps mode and owner, and
 * writes through a link. Throws `CONFLICT` when the file may not be written.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const refusal = await whyReadOnly(file);
  if (refusal) throw new PlatformError("CONFLICT", refusal);
  const target = await realpath(file).catch(() => file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeLike(target, temporary, text);
    await rename(temporary, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(temporary, { force: true });
    throw new PlatformError("CONFLICT", explain(file, error), { cause: error });
  }
}

async function writeLike(target: string, temporary: string, text: string): Promise<void> {
  const entry = await stat(target).catch(() => undefined);
  const handle = await open(temporary, "wx", newFileMode);
  try {
    if (entry) await takeAfter(handle, entry);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function takeAfter(handle: FileHandle, { uid, gid, mode }: { uid: number; gid: number; mode: number }) {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
  await handle.chmod(mode & 0o7777);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explain(file: string, error: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "the hub's user may not write it or its folder",
    EPERM: "the hub's user may not give the new file the owner of the old one",
    EROFS: "its file system is read-only",
    EBUSY: "it is mounted by itself; mount the folder that it stands in",
    ENOSPC: "the disk is full",
    ENOENT: "its folder does not exist",
  };
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return `${file} cannot be written: ${reasons[code] ?? messageOf(error)}`;
}
