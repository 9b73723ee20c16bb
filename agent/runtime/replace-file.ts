import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";

const ownerOnly = 0o600;

/**
 * Replaces an existing file as a whole: after a crash it has either the old text or the new one. The new file belongs to
 * the old one's owner, who alone can read it.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const temporary = `${target}.${process.pid}.new`;
  try {
    await writeDurably(temporary, text, target);
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(target));
}

async function writeDurably(path: string, text: string, ownedLike: string): Promise<void> {
  const { uid, gid } = await stat(ownedLike);
  const file = await open(path, "w", ownerOnly);
  try {
    await file.chmod(ownerOnly);
    await keepOwner(file, uid, gid);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only root can give a file away, and only root has to. */
async function keepOwner(file: FileHandle, uid: number, gid: number): Promise<void> {
  const mine = await file.stat();
  if (mine.uid !== uid || mine.gid !== gid) await file.chown(uid, gid);
}

/** Makes the rename itself durable; rename(2) alone is not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
