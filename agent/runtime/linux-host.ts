import { NodeFiles } from "./files.ts";
import type { Host, InterfaceAddress } from "./host.ts";
import { nodeModule } from "./node-modules.ts";
import { NodePrograms } from "./node-programs.ts";
import { noPrograms, type ProgramOptions, type ProgramResult, type Programs } from "./programs.ts";
import { getFromSocket, type SocketAnswer } from "./sockets.ts";
import { type Space, type SpaceQuestion, statfs } from "./space.ts";

const { machine, networkInterfaces } = nodeModule("node:os");

/**
 * A Linux machine: this one, or the one whose root is mounted at `root` (an agent in a container). The programs there would
 * speak for the container, so then there are none.
 */
export class LinuxHost extends NodeFiles implements Host {
  readonly processDirectory: string;
  readonly #programs: Programs;

  constructor(root: string) {
    super(root);
    this.processDirectory = root === "/" ? "/proc/self" : "/proc/1";
    this.#programs = root === "/" ? new NodePrograms() : noPrograms;
  }

  run(program: string, parameters: readonly string[], options: ProgramOptions): Promise<ProgramResult | null> {
    return this.#programs.run(program, parameters, options);
  }

  get(socket: string, path: string, signal: AbortSignal): Promise<SocketAnswer | null> {
    return getFromSocket(this.local(socket), path, signal);
  }

  space(mountPoint: string, question: SpaceQuestion): Promise<Space> {
    return statfs(this.local(mountPoint), question);
  }

  interfaceAddresses(): Readonly<Record<string, readonly InterfaceAddress[] | undefined>> {
    return networkInterfaces();
  }

  architecture(): string {
    return machine();
  }
}
