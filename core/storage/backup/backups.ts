import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { messageOf, PlatformError } from "../../errors.ts";
import type { Clock, Logger, Problem, Undo } from "../../sdk/index.ts";
import { sizeOf } from "../start-check.ts";
import { readManifest } from "./archive.ts";
import { type BackupSources, makeBackup, requireSpace } from "./make-backup.ts";
import { databaseName, type Manifest, type PartKind } from "./manifest.ts";

/** What the backups are made of, and how. */
export interface BackupsParts {
  readonly sources: () => Omit<BackupSources, "keyFile">;
  readonly keyFile: string;
  /** Where they lie. It may hold other files too, which are never touched. */
  readonly folder: string;
  /** So many of the newest stay. */
  readonly keep: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Shows the user that the last one failed. */
  readonly report: (problem: Problem) => Undo;
}

/** A backup, or one that is being made. */
export interface Backup {
  readonly name: string;
  /** `damaged`: it cannot be read. */
  readonly state: "running" | "complete" | "damaged";
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly bytes: number;
  /** Of the hub that made it; `null` when that is not known. */
  readonly version: string | null;
  /** What it holds. */
  readonly contains: readonly PartKind[];
  /** From 0 to 1, of one that is being made. */
  readonly progress: number | null;
}

interface Running {
  readonly name: string;
  readonly createdAt: number;
  readonly scratch: string;
  /** What will have been done in the end. */
  totalBytes: number;
  doneBytes: number;
  ended: Promise<void>;
}

/** The usual place of backups in the data folder, beside the copies from before an upgrade. */
export const backupFolderName = "backups";

/** How often the database's bytes are gone through: they are copied, measured, packed, and read again. */
const steps = 4;
/** Its own files, and nothing else in the folder. */
const ownName = /^homelabcmd-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.tar\.gz$/;
const ownScratch = /^\.homelabcmd-[\dTZ.-]+\.partial$/;

/** Makes, keeps and hands out backups: one at a time, the newest of them. */
export class Backups {
  readonly #parts: BackupsParts;
  readonly #stopping = new AbortController();
  #running: Running | undefined;
  #undoProblem: Undo = () => {};

  constructor(parts: BackupsParts) {
    this.#parts = parts;
  }

  /**
   * Begins a backup, and answers once it runs. Throws `CONFLICT` while another one does, `UNAVAILABLE` when there is no room for it.
   * How it ended is in `list`, and in the problems when it failed.
   */
  async begin(includeKey: boolean): Promise<Backup> {
    return describeRunning(await this.#begin(includeKey));
  }

  /** The same to its end; for a schedule. A failure is in the problems and in the log. */
  async run(includeKey: boolean): Promise<void> {
    if (this.#running) return this.#parts.log.info("The scheduled backup was left out: one is being made");
    const running = await this.#begin(includeKey).catch((error) => this.#fail(error));
    await running?.ended;
  }

  /** Every backup, the newest first. */
  async list(): Promise<readonly Backup[]> {
    // Taken first: one that ends while the folder is read would be in neither.
    const running = this.#running;
    const shown = running ? [await describeRunning(running)] : [];
    const names = (await this.#names()).filter((name) => name !== running?.name);
    const others = await Promise.all(names.map((name) => this.#describe(name)));
    return [...shown, ...others.filter((backup) => backup !== undefined)];
  }

  /** A backup's bytes. Throws `NOT_FOUND` when there is none of that name. */
  async open(name: string): Promise<{ readonly bytes: number; readonly content: AsyncIterable<Uint8Array> }> {
    const file = this.#fileOf(name);
    const entry = await stat(file).catch(() => undefined);
    if (!entry?.isFile()) throw notFound(name);
    return { bytes: entry.size, content: createReadStream(file, { end: Math.max(0, entry.size - 1) }) };
  }

  /** Removes a backup. Throws `NOT_FOUND` when there is none of that name, `CONFLICT` when it is being made. */
  async remove(name: string): Promise<void> {
    if (this.#running?.name === name) throw new PlatformError("CONFLICT", `The backup ${name} is being made`);
    const file = this.#fileOf(name);
    try {
      await rm(file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw notFound(name);
      throw new PlatformError("CONFLICT", `The backup ${name} cannot be removed: ${messageOf(cause)}`, { cause });
    }
  }

  /** Ends the one that is being made, which leaves nothing behind. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.ended;
  }

  async #begin(includeKey: boolean): Promise<Running> {
    if (this.#running)
      throw new PlatformError("CONFLICT", `The backup ${this.#running.name} is being made; wait for it`);
    if (this.#stopping.signal.aborted) throw new PlatformError("UNAVAILABLE", "The hub is stopping");
    const { clock, folder, keyFile } = this.#parts;
    const createdAt = clock.now();
    const name = `homelabcmd-${new Date(createdAt).toISOString().replaceAll(":", "-")}.tar.gz`;
    const scratch = path.join(folder, `.${name.replace(/\.tar\.gz$/, ".partial")}`);
    const running = { name, createdAt, scratch, totalBytes: 0, doneBytes: 0, ended: Promise.resolve() };
    this.#running = running;
    try {
      const sources = { ...this.#parts.sources(), keyFile: includeKey ? keyFile : null };
      await requireSpace(folder, sources.databaseFile);
      await this.#removeLeftovers();
      running.totalBytes = steps * (await sizeOf(sources.databaseFile));
      running.ended = this.#make(running, sources);
      return running;
    } catch (cause) {
      this.#running = undefined;
      if (cause instanceof PlatformError) throw cause;
      throw new PlatformError("UNAVAILABLE", `No backup can be made in ${folder}: ${messageOf(cause)}`, { cause });
    }
  }

  async #make(running: Running, sources: BackupSources): Promise<void> {
    const { folder, log } = this.#parts;
    const { name, createdAt, scratch } = running;
    const onBytes = (bytes: number) => {
      running.doneBytes += bytes;
    };
    const file = path.join(folder, name);
    try {
      await makeBackup(sources, { file, scratch, createdAt, onBytes, signal: this.#stopping.signal });
      log.info("The backup is complete and was checked", { name, bytes: await sizeOf(file) });
      this.#undoProblem();
      await this.#rotate();
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#fail(error);
    } finally {
      this.#running = undefined;
    }
  }

  #fail(error: unknown): undefined {
    this.#undoProblem();
    this.#undoProblem = this.#parts.report({
      severity: "error",
      title: "The last backup failed",
      advice: `${messageOf(error)}. Nothing of it was kept; this goes away with the next good one.`,
    });
  }

  /** Only after a good one, so that a hub whose backups fail does not throw away those that it has. */
  async #rotate(): Promise<void> {
    const { folder, keep, log } = this.#parts;
    for (const name of (await this.#names()).slice(keep)) {
      await rm(path.join(folder, name), { force: true });
      log.info("An old backup was removed", { name });
    }
  }

  /** What a hub left that was killed while it made one. */
  async #removeLeftovers(): Promise<void> {
    const { folder } = this.#parts;
    const leftovers = (await readdir(folder)).filter((name) => ownScratch.test(name));
    for (const name of leftovers) await rm(path.join(folder, name), { recursive: true, force: true });
  }

  async #names(): Promise<readonly string[]> {
    const names = await readdir(this.#parts.folder).catch(() => []);
    return names
      .filter((name) => ownName.test(name))
      .toSorted()
      .toReversed();
  }

  async #describe(name: string): Promise<Backup | undefined> {
    const file = this.#fileOf(name);
    const entry = await stat(file).catch(() => undefined);
    // Removed since the folder was read.
    if (!entry) return undefined;
    const manifest = await readManifest(file).catch(() => undefined);
    return {
      name,
      state: manifest ? "complete" : "damaged",
      createdAt: momentOf(name),
      bytes: entry.size,
      version: manifest?.version ?? null,
      contains: manifest ? kindsOf(manifest) : [],
      progress: null,
    };
  }

  #fileOf(name: string): string {
    if (!ownName.test(name)) throw notFound(name);
    return path.join(this.#parts.folder, name);
  }
}

async function describeRunning({ name, createdAt, scratch, totalBytes, doneBytes }: Running): Promise<Backup> {
  const copied = doneBytes > 0 ? totalBytes / steps : await sizeOf(path.join(scratch, databaseName));
  const progress = totalBytes > 0 ? Math.min(1, (copied + doneBytes) / totalBytes) : 0;
  return { name, state: "running", createdAt, bytes: 0, version: null, contains: [], progress };
}

function kindsOf({ parts }: Manifest): readonly PartKind[] {
  return [...new Set(parts.map(({ kind }) => kind))];
}

function momentOf(name: string): number {
  return Date.parse(name.replace(ownName, "$1T$2:$3:$4"));
}

function notFound(name: string): PlatformError {
  return new PlatformError("NOT_FOUND", `There is no backup '${name}'`);
}
