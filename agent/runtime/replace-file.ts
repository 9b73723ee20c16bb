import { dirname } from "node:path";
import { nodeModule } from "./node-modules.ts";

const fs = nodeModule("node:fs");
const ownerOnly = 0o600;

/**
 * Replaces an existing file as a whole: after a crash it has either the old text or the new one. The new file belongs to
 * the old one's owner, who alone can read it.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = fs.realpathSync(path);
  const temporary = `${target}.${process.pid}.new`;
  try {
    writeDurably(temporary, text, target);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(target));
}

function writeDurably(path: string, text: string, ownedLike: string): void {
  const { uid, gid } = fs.statSync(ownedLike);
  const file = fs.openSync(path, "w", ownerOnly);
  try {
    fs.fchmodSync(file, ownerOnly);
    keepOwner(file, uid, gid);
    fs.writeFileSync(file, text);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Only root can give a file away, and only root has to. */
function keepOwner(file: number, uid: number, gid: number): void {
  const mine = fs.fstatSync(file);
  if (mine.uid !== uid || mine.gid !== gid) fs.fchownSync(file, uid, gid);
}

/** Makes the rename itself durable; rename(2) alone is not. */
function syncFolder(path: string): void {
  const folder = fs.openSync(path, "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}
