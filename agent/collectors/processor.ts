import type { Host } from "../runtime/host.ts";

/** The processor, as the kernel names it. */
export interface Processor {
  readonly model: string | null;
  /** Logical processors. */
  readonly cores: number | null;
}

/**
 * Keys of /proc/cpuinfo that name the model, best first: x86 and ARM, MIPS, RISC-V, POWER, old ARM. 64-bit ARM has none
 * of them; there the device tree names the board.
 */
const modelKeys = ["model name", "cpu model", "uarch", "cpu", "Processor"];
const boardKeys = ["Model", "Hardware"];

/** Reads what /proc/cpuinfo and the device tree tell; once, for on hosts with many cores that is dear, and it does not change. */
export class ProcessorReader {
  readonly #host: Host;
  #known: Processor | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  async read(): Promise<Processor> {
    this.#known ??= await readProcessor(this.#host);
    return this.#known;
  }
}

async function readProcessor(host: Host): Promise<Processor> {
  const cpuinfo = (await host.readText("/proc/cpuinfo")) ?? "";
  const board = (await host.readText("/proc/device-tree/model")) ?? "";
  return {
    model: findValue(cpuinfo, modelKeys) ?? (clean(board) || findValue(cpuinfo, boardKeys)),
    cores: countCores(cpuinfo) ?? countCores((await host.readText("/proc/stat")) ?? ""),
  };
}

/** Lines `processor : 0` of /proc/cpuinfo or `cpu0 …` of /proc/stat; `null` when there are none. */
export function countCores(text: string): number | null {
  return text.match(/^(processor\s*:\s*\d+|cpu\d+ .*|processor \d+: .*)$/gm)?.length ?? null;
}

/** The value of the first of `keys` that has one. */
export function findValue(cpuinfo: string, keys: readonly string[]): string | null {
  const valueByKey = new Map<string, string>();
  for (const line of cpuinfo.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    if (!valueByKey.has(key)) valueByKey.set(key, clean(line.slice(colon + 1)));
  }
  for (const key of keys) {
    const value = valueByKey.get(key);
    if (value) return value;
  }
  return null;
}

/** Vendors pad names with runs of blanks; the device tree ends texts with a NUL. */
function clean(text: string): string {
  return text.replaceAll("\0", "").replace(/\s+/g, " ").trim();
}
