import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { buildHeartbeat } from "../../agent/heartbeat.ts";
import { HostReader } from "../../agent/host-reader.ts";
import type { Space } from "../../agent/runtime/space.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FixtureHost } from "./fixture-host.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleHead } from "./sample-heartbeat.ts";

const odd = [
  ["a Raspberry Pi: no model name, Wi-Fi beside Ethernet, a phone mounted by FUSE", "raspberry-pi"],
  ["a virtual machine: stolen time, IPv6 only, subvolumes, bind mounts, a dead NFS server", "virtual-machine"],
  ["a system container: its own memory, the host's ZFS statistics, no card", "system-container"],
  ["a ZFS box: the cache is available memory, datasets of Docker are hidden, a bridge over the card", "zfs-box"],
  ["an old kernel: no MemAvailable, repeated mounts, a newline in a mount point, rubbish", "old-kernel"],
  ["an application container: an overlay as root, bind mounts of single files", "application-container"],
  ["a host that hides its processes: everything else", "hidden-processes"],
  ["a host that tells nothing: everything is unknown", "bare"],
] as const;

describe("HostReader", () => {
  test.each(odd)("reads %s", async (_, name) => {
    const clock = new FakeClock();
    const reader = new HostReader({ host: new FixtureHost(name, clock), clock, log: new LogSpy() });

    const reading = reader.read(new AbortController().signal, { units: ["ssh", "plex"], isPatient: true });
    await clock.advance(500);
    const heartbeat = buildHeartbeat({ ...sampleHead, serverId: "proposed" }, await reading);

    const expected = await readFile(new URL(`fixtures/${name}/heartbeat.json`, import.meta.url), "utf8");
    expect(heartbeat).toMatchObject(JSON.parse(expected));
  });

  test("reports a hung file system as unknown and all others as they are, and does not ask it again", async () => {
    const { clock, host, log, read } = prepare(new HungMountHost("zfs-box"));

    const first = await read(2_000);
    const second = await read(0);

    const spaces = [first, second].map(({ filesystems }) => filesystems?.map(({ space }) => space?.totalBytes ?? null));
    expect({ spaces, questions: host.questions, log: log.lines, timers: clock.pending }).toEqual({
      spaces: [
        [200_000_000_000, null],
        [200_000_000_000, null],
      ],
      questions: 1,
      log: ["warn: Unknown from now on: file system /tank/media"],
      timers: 0,
    });
  });

  test("asks a file system again once it has answered", async () => {
    const { host, log, read } = prepare(new HungMountHost("zfs-box"));

    await read(2_000);
    host.answer({ totalBytes: 10, freeBytes: 5, availableBytes: 5 });
    const { filesystems } = await read(0);

    expect({ space: filesystems?.[1]?.space, log: log.lines.at(-1) }).toEqual({
      space: { totalBytes: 10, freeBytes: 5, availableBytes: 5 },
      log: "info: Known again: file system /tank/media",
    });
  });

  test("reads everything else when one collector throws", async () => {
    const { read } = prepare(new BrokenNetworkHost("raspberry-pi"));

    const { network, processor, reboot } = await read(500);

    expect({ network, processor, reboot }).toEqual({
      network: null,
      processor: { model: "Raspberry Pi 4 Model B Rev 1.4", cores: 4 },
      reboot: { isRequired: true, packages: ["linux-image-rpi-v8", "libc6"] },
    });
  });

  test("waits for nothing any more when it is stopped", async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const reader = new HostReader({ host: new HungMountHost("zfs-box"), clock, log: new LogSpy() });

    const reading = reader.read(controller.signal);
    await clock.advance(0);
    controller.abort();
    const { filesystems } = await reading;

    expect({ filesystems, timers: clock.pending }).toEqual({ filesystems: null, timers: 0 });
  });
});

function prepare<Fixture extends FixtureHost>(host: Fixture) {
  const clock = new FakeClock();
  const log = new LogSpy();
  const reader = new HostReader({ host, clock, log });
  const read = async (milliseconds: number) => {
    const reading = reader.read(new AbortController().signal);
    await clock.advance(milliseconds);
    return reading;
  };
  return { clock, host, log, read };
}

/** Its `/tank/media` answers only when a test makes it. */
class HungMountHost extends FixtureHost {
  questions = 0;
  #known: Space | null = null;
  #resolve: (space: Space) => void = () => {};

  override space(mountPoint: string): Promise<Space> {
    if (mountPoint !== "/tank/media") return super.space(mountPoint);
    this.questions++;
    if (this.#known) return Promise.resolve(this.#known);
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  answer(space: Space): void {
    this.#known = space;
    this.#resolve(space);
  }
}

class BrokenNetworkHost extends FixtureHost {
  override interfaceAddresses(): never {
    throw new Error("uv_interface_addresses returned an error");
  }
}
