import type { IntegrationContext, Undo } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { refOfOldAgent } from "../facts.ts";

/** A second host that has been silent for this long is a problem no more, in milliseconds. */
const forgottenAfter = 600_000;
const sweepSeconds = 60;
/** A longer pause than this was an outage, and says nothing about how often an agent reports. */
const longestPause = 600_000;

/** A heartbeat, as far as it tells hosts apart where a GUID does not. */
export interface NamedSighting {
  readonly hostname: string;
  readonly intervalSeconds: number;
}

interface Owner {
  hostname: string;
  /** On the clock that never steps. */
  heardAt: number;
  /** Milliseconds between its last two heartbeats: an old agent need not report as often as it is told. */
  pause: number;
  /** Another host that was refused since the owner was heard last. */
  other: string | undefined;
}

/** The agent with a GUID of a machine. */
interface Newer {
  readonly hostname: string;
  readonly heardAt: number;
}

interface OpenProblem {
  readonly undo: Undo;
  heardAt: number;
}

/**
 * Keeps two hosts apart that report under one id without a GUID. All that such an agent tells of its host is the hostname. A new one may
 * be the machine's, renamed: then the former one is heard no more. So its heartbeats are refused until the former has been silent for
 * two intervals. When the former is heard again instead, there are two hosts, and the user is asked to give one of them another id.
 */
export class Namesakes {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #startedAt: number;
  /** By server_id. */
  readonly #owners = new Map<string, Owner>();
  /** By machine. */
  readonly #newer = new Map<string, Newer>();
  readonly #problems = new Map<string, OpenProblem>();

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
    this.#startedAt = context.clock.monotonic();
  }

  /** Starts to look after the problems. */
  start(): void {
    this.#context.every(sweepSeconds, () => this.#sweep());
  }

  /** Refuses a heartbeat without a GUID with `CONFLICT` when it may be another host's. */
  examine(serverId: string, { hostname, intervalSeconds }: NamedSighting): void {
    const now = this.#context.clock.monotonic();
    const owner = this.#owners.get(serverId) ?? this.#recall(serverId, hostname, now);
    const patience = patienceOf(Math.max(intervalSeconds * 1000, owner.pause));
    if (hostname !== owner.hostname && now - owner.heardAt <= patience) {
      owner.other = hostname;
      this.#heardAgain(serverId, hostname, now);
      const message =
        `server_id '${serverId}' is the host '${owner.hostname}', which reports at present; give this host, '${hostname}', ` +
        "another server_id in its agent's config";
      this.#context.refuse("CONFLICT", message);
    }
    if (hostname === owner.hostname && owner.other !== undefined) this.#report(serverId, hostname, owner.other, now);
    owner.hostname = hostname;
    owner.pause = Math.min(now - owner.heardAt, longestPause);
    owner.heardAt = now;
    owner.other = undefined;
  }

  /** Notes that a machine's agent with a GUID was heard. */
  heardWithGuid(machineId: string, hostname: string): void {
    this.#newer.set(machineId, { hostname, heardAt: this.#context.clock.monotonic() });
  }

  /** Refuses a heartbeat without a GUID with `CONFLICT` while the machine that it is for has an agent with one that reports. */
  refuseOvertaken(machineId: string, { hostname, intervalSeconds }: NamedSighting): void {
    const now = this.#context.clock.monotonic();
    const newer = this.#newer.get(machineId) ?? this.#recallNewer(machineId);
    if (!newer || now - newer.heardAt > patienceOf(intervalSeconds * 1000)) return;
    if (hostname !== newer.hostname) this.#report(machineId, newer.hostname, hostname, now);
    this.#heardAgain(machineId, hostname, now);
    const message =
      `'${machineId}' has an agent with a GUID, on '${newer.hostname}'; stop the older agent on '${hostname}', or give it ` +
      "another server_id";
    this.#context.refuse("CONFLICT", message);
  }

  /** After a start of the hub the newer agent gets a while to be heard first. */
  #recallNewer(machineId: string): Newer | undefined {
    const machine = this.#context.machines.get(machineId);
    if (!machine || machine.guid === null) return undefined;
    return { hostname: String(machine.facts["hostname"] ?? machineId), heardAt: this.#startedAt };
  }

  /** Whose id it was before the hub started; one that is new is whose heartbeat it is. */
  #recall(serverId: string, hostname: string, now: number): Owner {
    const known = this.#context.devices.ownClaim(refOfOldAgent(serverId))?.facts["hostname"];
    const owner = { hostname: typeof known === "string" ? known : hostname, heardAt: now, pause: 0, other: undefined };
    this.#owners.set(serverId, owner);
    return owner;
  }

  #report(serverId: string, hostname: string, other: string, now: number): void {
    const id = problemId(serverId, other);
    if (this.#problems.has(id)) return;
    const undo = this.#context.problem(id, {
      severity: "error",
      title: `Two hosts, ${hostname} and ${other}, report as '${serverId}'`,
      advice:
        `What ${other} sends is refused. Give it another server_id in its agent's config, or install this hub's own agent ` +
        "on it: it then appears as a machine of its own.",
      ...(this.#context.machines.get(serverId) ? { machineId: serverId } : {}),
    });
    this.#problems.set(id, { undo, heardAt: now });
  }

  #heardAgain(serverId: string, other: string, now: number): void {
    const known = this.#problems.get(problemId(serverId, other));
    if (known) known.heardAt = now;
  }

  #sweep(): void {
    const now = this.#context.clock.monotonic();
    for (const [id, { undo, heardAt }] of this.#problems) {
      if (now - heardAt <= forgottenAfter) continue;
      undo();
      this.#problems.delete(id);
    }
  }
}

/** Two heartbeats may be missed, and the rest is for the way. In milliseconds. */
function patienceOf(interval: number): number {
  return 2 * interval + 10_000;
}

function problemId(serverId: string, other: string): string {
  return `namesakes ${serverId} ${other}`;
}
