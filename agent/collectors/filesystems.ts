import type { Space } from "../runtime/space.ts";
import type { Surroundings } from "../surroundings.ts";
import { BoundedRead } from "./bounded-read.ts";
import { isRemote } from "./filesystem-types.ts";
import { type Mount, parseMounts, realMounts } from "./mounts.ts";

/** One file system. */
export interface FilesystemReading {
  readonly mountPoint: string;
  readonly source: string;
  readonly type: string;
  /** `null` while it does not answer. */
  readonly space: Space | null;
}

const spaceDeadline = 2_000;

/** Asks every real file system for its room, each on its own, so that a hung one only makes itself unknown. */
export class FilesystemReader {
  readonly #surroundings: Surroundings;
  #readByMount = new Map<string, BoundedRead<Space>>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Throws when the kernel does not tell what is mounted. Empty file systems (0 blocks) are left out, as in df(1). */
  async read(signal: AbortSignal): Promise<readonly FilesystemReading[]> {
    const { host } = this.#surroundings;
    const mountinfo = await host.readText(`${host.processDirectory}/mountinfo`);
    if (mountinfo === null) throw new Error(`${host.processDirectory}/mountinfo cannot be read`);
    const mounts = realMounts(parseMounts(mountinfo));
    this.#readByMount = new Map(mounts.map((mount) => [keyOf(mount), this.#readOf(mount)]));
    const readings = await Promise.all(mounts.map((mount) => this.#measure(mount, signal)));
    return readings.filter(({ space }) => space?.totalBytes !== 0);
  }

  async #measure(mount: Mount, signal: AbortSignal): Promise<FilesystemReading> {
    const { mountPoint, source, type } = mount;
    const space = (await this.#readByMount.get(keyOf(mount))?.read(signal)) ?? null;
    return { mountPoint, source, type, space };
  }

  /** The question of an earlier heartbeat, which may still wait for its answer, or a new one. */
  #readOf(mount: Mount): BoundedRead<Space> {
    const { host, clock, log } = this.#surroundings;
    return (
      this.#readByMount.get(keyOf(mount)) ??
      new BoundedRead({
        name: `file system ${mount.mountPoint}`,
        read: (signal) => host.space(mount.mountPoint, { isolated: isRemote(mount.type), signal }),
        deadlineMilliseconds: spaceDeadline,
        clock,
        log,
      })
    );
  }
}

function keyOf({ deviceNumber, mountPoint }: Mount): string {
  return `${deviceNumber} ${mountPoint}`;
}
