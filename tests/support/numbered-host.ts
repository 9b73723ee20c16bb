import type { Host } from "../../agent/runtime/host.ts";

const kibibytes = 4_000_000;

/** A machine whose load is the number of the measurement, so that each of its readings can be told from all others. */
export class NumberedHost implements Host {
  readonly processDirectory = "/proc/self";
  readonly #bootId: string;
  #number: number;

  /** `first` is what the first measurement reads. */
  constructor(bootId: string, first = 1) {
    this.#bootId = bootId;
    this.#number = first;
  }

  async readText(path: string): Promise<string | null> {
    if (path === "/proc/loadavg") return `${this.#number++}.00 0.00 0.00 1/100 1\n`;
    if (path === "/proc/sys/kernel/random/boot_id") return `${this.#bootId}\n`;
    if (path === "/proc/meminfo") return `MemTotal: ${kibibytes} kB\nMemAvailable: ${kibibytes / 2} kB\n`;
    return null;
  }

  async exists(): Promise<boolean> {
    return false;
  }

  async readDirectory(): Promise<null> {
    return null;
  }

  async linkTarget(): Promise<null> {
    return null;
  }

  async modifiedAt(): Promise<null> {
    return null;
  }

  async run(): Promise<null> {
    return null;
  }

  async get(): Promise<null> {
    return null;
  }

  async space(): Promise<never> {
    throw new Error("This machine has no file systems");
  }

  interfaceAddresses(): Record<string, never> {
    return {};
  }

  architecture(): string {
    return "x86_64";
  }
}
