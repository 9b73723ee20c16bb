import type { Host } from "../runtime/host.ts";
import type { SocketAnswer } from "../runtime/sockets.ts";
import {
  type ContainerReading,
  type ContainerUsage,
  containerCpuPercent,
  parseContainers,
  parseContainerUsage,
} from "./containers.ts";
import { parseJson } from "./json-values.ts";

/** A container, and the load that it makes. */
export interface ContainerLoad extends ContainerReading {
  /** Share of all cores since the last reading, 0..100; unknown at first, after a restart, and while it does not run. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
}

/** Docker's, then podman's. */
const sockets = ["/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock"];
/** An engine takes milliseconds for each: of more, the state alone is told. */
const mostUsages = 200;
const atOnce = 8;

/** Asks the container engine of the machine, where the agent may. */
export class ContainerReader {
  readonly #host: Host;
  #usageById: ReadonlyMap<string, ContainerUsage> = new Map();

  constructor(host: Host) {
    this.#host = host;
  }

  /** `null` where no engine answers. Throws when one answers with an error. */
  async read(signal: AbortSignal): Promise<readonly ContainerLoad[] | null> {
    const engine = await this.#findEngine(signal);
    if (!engine) return null;
    const containers = parseContainers(bodyOf(engine.answer));
    const running = containers.filter(({ state }) => state === "running").slice(0, mostUsages);
    const usageById = await this.#usages(engine.socket, running, signal);
    const previous = this.#usageById;
    this.#usageById = usageById;
    return containers.map((container) => {
      const usage = usageById.get(container.id);
      const cpuPercent = usage ? containerCpuPercent(previous.get(container.id), usage) : null;
      return { ...container, cpuPercent, memoryBytes: usage?.memoryBytes ?? null };
    });
  }

  async #findEngine(signal: AbortSignal): Promise<{ readonly socket: string; readonly answer: SocketAnswer } | null> {
    for (const socket of sockets) {
      const answer = await this.#host.get(socket, "/containers/json?all=1", signal);
      if (answer) return { socket, answer };
    }
    return null;
  }

  async #usages(
    socket: string,
    containers: readonly ContainerReading[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ContainerUsage>> {
    const usageById = new Map<string, ContainerUsage>();
    const waiting = [...containers];
    const work = async () => {
      for (let container = waiting.shift(); container; container = waiting.shift()) {
        const path = `/containers/${encodeURIComponent(container.id)}/stats?stream=false&one-shot=true`;
        const answer = await this.#host.get(socket, path, signal);
        // It may have ended since it was listed.
        if (answer?.status === 200) usageById.set(container.id, parseContainerUsage(parseJson(answer.body)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return usageById;
  }
}

function bodyOf({ status, body }: SocketAnswer): unknown {
  if (status !== 200) throw new Error(`The container engine answered ${status}`);
  return parseJson(body);
}
