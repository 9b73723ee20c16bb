import { sha256Of } from "../runtime/crypto.ts";
import type { Host } from "../runtime/host.ts";

const startedAtField = 22; // starttime of proc_pid_stat(5), in clock ticks since the kernel started

/**
 * What tells this run of the host from every other: the kernel's boot_id. Containers such as LXC's share their kernel's, so there it
 * is made of that and the moment at which the container's own init started: a clone beside it has another one, and a restart too.
 */
export async function readBootId(host: Pick<Host, "readText">): Promise<string | null> {
  const kernels = (await host.readText("/proc/sys/kernel/random/boot_id"))?.trim() || null;
  // container-interface(7) of systemd: whoever starts a container writes its own name there, readable by everyone.
  const isContainer = (await host.readText("/run/systemd/container")) !== null;
  const startedAt = kernels !== null && isContainer ? startOf((await host.readText("/proc/1/stat")) ?? "") : undefined;
  return startedAt === undefined ? kernels : idOf(`${kernels} ${startedAt}`);
}

/** The name of the process stands in parentheses and may hold anything. */
function startOf(stat: string): string | undefined {
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .at(startedAtField - 3);
}

/** In the kernel's form, a UUID. */
function idOf(text: string): string {
  const digits = sha256Of(new TextEncoder().encode(text)).slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
