import type { Files } from "./files.ts";
import type { Programs } from "./programs.ts";
import type { Sockets } from "./sockets.ts";
import type { Space, SpaceQuestion } from "./space.ts";

/** An address of a network interface, as `os.networkInterfaces()` tells it. */
export interface InterfaceAddress {
  readonly address: string;
  readonly internal: boolean;
}

/**
 * Everything that the agent may ask the machine it runs on. Paths are the machine's own, absolute. Collectors know this and no
 * runtime, so that another one than Node can carry them.
 */
export interface Host extends Files, Programs, Sockets {
  /** `/proc/self` or, where only PID 1 speaks for the machine, `/proc/1`: mounts and network tables are below it. */
  readonly processDirectory: string;
  /** Rejects when the file system cannot be asked; hangs as long as it does. */
  space(mountPoint: string, question: SpaceQuestion): Promise<Space>;
  interfaceAddresses(): Readonly<Record<string, readonly InterfaceAddress[] | undefined>>;
  /** As `uname -m` prints it. */
  architecture(): string;
}
