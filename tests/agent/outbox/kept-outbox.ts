import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DiskOutbox } from "../../../agent/outbox/disk-outbox.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../log-spy.ts";
import { sampleHeartbeat } from "../sample-heartbeat.ts";

/** A disk outbox in a folder of its own, which a test can break, and open again as the next process would. */
export class KeptOutbox {
  readonly folder: string;
  readonly clock = new FakeClock();
  readonly log = new LogSpy();
  outbox: DiskOutbox;
  readonly #mostBytes: number;
  readonly #root: string;

  private constructor(root: string, folder: string, mostBytes: number) {
    this.#root = root;
    this.folder = folder;
    this.#mostBytes = mostBytes;
    this.outbox = this.#open();
  }

  static async make(mostBytes = 32 * 1024 * 1024): Promise<KeptOutbox> {
    const root = await mkdtemp(path.join(tmpdir(), "agent-outbox-"));
    return new KeptOutbox(root, path.join(root, "outbox"), mostBytes);
  }

  /** An outbox in a folder that is there already. */
  static in(folder: string): KeptOutbox {
    return new KeptOutbox(folder, path.join(folder, "outbox"), 32 * 1024 * 1024);
  }

  /** What the next process finds after this one was killed. */
  crash(): void {
    this.outbox = this.#open();
  }

  /** Adds the heartbeats of these numbers, and keeps them as when the hub is away. */
  async keep(from: number, to = from): Promise<void> {
    for (let sequence = from; sequence <= to; sequence++) await this.outbox.add(sampleHeartbeat(sequence));
    await this.outbox.keep();
  }

  async oldest(limit = 10_000): Promise<readonly number[]> {
    return (await this.outbox.oldest(limit)).map(({ sequence }) => sequence ?? Number.NaN);
  }

  /** Takes everything out, as a delivery does. */
  async drain(limit = 100): Promise<readonly number[]> {
    const sequences: number[] = [];
    for (;;) {
      const batch = await this.outbox.oldest(limit);
      if (batch.length === 0) return sequences;
      sequences.push(...batch.map(({ sequence }) => sequence ?? Number.NaN));
      await this.outbox.forget(batch);
    }
  }

  /** The names of its files. */
  async files(): Promise<readonly string[]> {
    return (await readdir(this.folder).catch(() => [])).sort();
  }

  async read(name: string): Promise<Buffer> {
    return readFile(path.join(this.folder, name));
  }

  remove(): Promise<void> {
    return rm(this.#root, { recursive: true, force: true });
  }

  #open(): DiskOutbox {
    const { folder, clock, log } = this;
    return new DiskOutbox({ folder, mostBytes: this.#mostBytes, clock, log });
  }
}
