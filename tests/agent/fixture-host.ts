import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { InterfaceAddress } from "../../agent/runtime/host.ts";
import { LinuxHost } from "../../agent/runtime/linux-host.ts";
import type { ProgramResult } from "../../agent/runtime/programs.ts";
import type { SocketAnswer } from "../../agent/runtime/sockets.ts";
import type { Space } from "../../agent/runtime/space.ts";
import type { Clock } from "../../core/sdk/index.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** What a fixture cannot say with files: `host.json` beside its proc, sys and etc. */
interface FixtureFacts {
  readonly architecture: string;
  readonly addresses: Readonly<Record<string, readonly InterfaceAddress[]>>;
  readonly spaces: Readonly<Record<string, Space>>;
  /** By how the command line begins: a file of `fixtures/programs` that has what the program prints. */
  readonly programs?: Readonly<Record<string, { readonly file: string; readonly exitCode?: number }>>;
  /** By socket and path: a file of `fixtures/sockets` that has the answer. */
  readonly sockets?: Readonly<Record<string, string>>;
}

/** A recorded output of a program, or a recorded answer: `programs/apt-get-debian-12.txt`. */
export function readFixture(path: string): string {
  return readFileSync(`${fixtures}/${path}`, "utf8");
}

/** A machine made of files under `fixtures/`. Once time passed on its clock, `/proc/stat` is `proc/stat.later`. */
export class FixtureHost extends LinuxHost {
  readonly #facts: FixtureFacts;
  readonly #clock: Pick<Clock, "monotonic">;

  constructor(name: string, clock: Pick<Clock, "monotonic"> = { monotonic: () => 0 }) {
    super(`${fixtures}/${name}`);
    this.#clock = clock;
    this.#facts = JSON.parse(readFixture(`${name}/host.json`));
  }

  override async readText(path: string): Promise<string | null> {
    const later = this.#clock.monotonic() > 0 ? await super.readText(`${path}.later`) : null;
    return later ?? super.readText(path);
  }

  override async run(program: string, parameters: readonly string[]): Promise<ProgramResult | null> {
    const commandLine = [program, ...parameters].join(" ");
    const [, found] = Object.entries(this.#facts.programs ?? {}).find(([start]) => commandLine.startsWith(start)) ?? [];
    return found ? { exitCode: found.exitCode ?? 0, output: readFixture(`programs/${found.file}`), errors: "" } : null;
  }

  override async get(socket: string, path: string): Promise<SocketAnswer | null> {
    const file = this.#facts.sockets?.[`${socket} ${path}`];
    return file === undefined ? null : { status: 200, body: readFixture(`sockets/${file}`) };
  }

  override async space(mountPoint: string): Promise<Space> {
    const space = this.#facts.spaces[mountPoint];
    if (!space) throw new Error(`${mountPoint}: Stale file handle`);
    return space;
  }

  override interfaceAddresses(): FixtureFacts["addresses"] {
    return this.#facts.addresses;
  }

  override architecture(): string {
    return this.#facts.architecture;
  }
}
