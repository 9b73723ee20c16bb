import { createHash, randomBytes } from "node:crypto";
import type { DeviceClaim, IntegrationContext, Json, Undo } from "../../core/sdk/index.ts";
import { type Boot, isWorthKeeping, judge, released, type Verdict, type Watch, watchOf } from "./clone-watch.ts";
import type { AgentConfig } from "./config.ts";

/** A host that has been silent for this long is a problem no more, in milliseconds. */
const forgottenAfter = 600_000;
const sweepSeconds = 60;
const keyPrefix = "clones ";
/** Most problems that are open at a time: one says as much as a thousand. */
const mostProblems = 100;
/** Most offers of one GUID that are open at a time; a host that invents boots is offered no more for that. */
const mostOffers = 16;

/** A heartbeat, as far as it tells hosts apart. */
export interface Sighting {
  readonly guid: string;
  readonly boot: Boot;
  readonly intervalSeconds: number;
  /** It was kept for a while before it was sent. */
  readonly isLate: boolean;
}

interface Guarded {
  watch: Watch;
  /** When the owner was last heard, on the clock that never steps. */
  ownerHeardAt: number;
  /** By boot id, the hash of what was last offered to that clone. */
  readonly offers: Map<string, string>;
}

interface OpenProblem {
  readonly undo: Undo;
  heardAt: number;
}

/** Keeps the readings of a machine's clones out of the machine, and gives the clones a way to an identity of their own. */
export class CloneGuard {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #guarded = new Map<string, Guarded>();
  readonly #problems = new Map<string, OpenProblem>();
  /** By the hash of an offer, the GUID of the clone that came in with it. */
  readonly #takers = new Map<string, string>();

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  /** Takes over what the last run of the hub knew, and starts to look after the problems. */
  async start(): Promise<void> {
    const { storage, log } = this.#context;
    for (const key of (await storage.keys()).filter((name) => name.startsWith(keyPrefix))) {
      const stored = readStored(await storage.get(key));
      if (stored) this.#guard(key.slice(keyPrefix.length), stored.watch, stored.offers);
      else log.warn(`What was known of the clones of ${key.slice(keyPrefix.length)} cannot be read and is left out`);
    }
    this.#context.every(sweepSeconds, () => this.#sweep());
  }

  /** Judges whose heartbeat it is. Resolves once it would be judged alike after a restart. */
  async examine(sighting: Sighting): Promise<Verdict> {
    const { guid, boot, intervalSeconds, isLate } = sighting;
    const { clock } = this.#context;
    const guarded = this.#guarded.get(guid) ?? this.#guard(guid, this.#remembered(guid, boot), []);
    // Two heartbeats may be missed, and the rest is for the way.
    const patience = 2 * intervalSeconds * 1000 + 10_000;
    const silence = clock.monotonic() - guarded.ownerHeardAt;
    const { watch, verdict } = judge(guarded.watch, boot, { silence, patience, isLate });
    if (verdict === "owner" && !isLate) guarded.ownerHeardAt = clock.monotonic();
    const isNew = watch !== guarded.watch;
    guarded.watch = watch;
    if (isNew && isWorthKeeping(watch)) await this.#store(guid, guarded);
    if (verdict === "rival") this.#report(guid, boot, "cannot be told from it");
    return verdict;
  }

  /** Something that works once, with which a clone comes in under a new GUID. */
  async offer(guid: string, boot: Boot): Promise<string> {
    const guarded = this.#guarded.get(guid);
    const token = randomBytes(24).toString("base64url");
    if (!guarded) return token;
    // An agent that has been offered one and comes again does not know what to do with it.
    if (guarded.offers.has(boot.id)) this.#report(guid, boot, "has an agent too old to get a GUID of its own");
    guarded.offers.set(boot.id, hashOf(token));
    const [oldest] = guarded.offers.keys();
    if (guarded.offers.size > mostOffers && oldest !== undefined) guarded.offers.delete(oldest);
    await this.#store(guid, guarded);
    return token;
  }

  /** Whether this was offered to a clone, which may have a token of its own under a new GUID; one GUID for each offer. */
  admits(token: string, newGuid: string): boolean {
    const hash = hashOf(token);
    const isOffered = [...this.#guarded].some(
      ([guid, { offers }]) => guid !== newGuid && [...offers.values()].includes(hash),
    );
    const isNew = !this.#guarded.has(newGuid) && this.#context.machines.list().every(({ guid }) => guid !== newGuid);
    const taker = this.#takers.get(hash) ?? newGuid;
    if (!isOffered || !isNew || taker !== newGuid) return false;
    this.#takers.set(hash, newGuid);
    return true;
  }

  /** Takes an offer back in: the clone that had it is one no more. */
  async redeem(token: string, newGuid: string): Promise<void> {
    const hash = hashOf(token);
    for (const [guid, guarded] of this.#guarded) {
      const [bootId] = [...guarded.offers].find(([, offered]) => offered === hash) ?? [];
      if (bootId === undefined || guid === newGuid) continue;
      guarded.offers.delete(bootId);
      guarded.watch = released(guarded.watch, bootId);
      this.#close(problemId(guid, bootId));
      this.#context.log.info("A clone has an identity of its own now", { original: guid, server_guid: newGuid });
      await this.#store(guid, guarded);
    }
  }

  #guard(guid: string, watch: Watch, offers: Iterable<readonly [string, string]>): Guarded {
    const guarded = { watch, ownerHeardAt: this.#context.clock.monotonic(), offers: new Map(offers) };
    this.#guarded.set(guid, guarded);
    return guarded;
  }

  /** What the machine's own claim says of its last boot; a machine that is new is what it says now. */
  #remembered(guid: string, boot: Boot): Watch {
    const claim = this.#context.devices.ownClaim(guid);
    return watchOf((claim && bootOf(claim)) ?? boot);
  }

  async #store(guid: string, { watch, offers }: Guarded): Promise<void> {
    const { storage } = this.#context;
    if (!isWorthKeeping(watch)) return storage.delete(`${keyPrefix}${guid}`);
    await storage.set(`${keyPrefix}${guid}`, { watch, offers: [...offers] } as unknown as Json);
  }

  #report(guid: string, boot: Boot, what: string): void {
    const id = problemId(guid, boot.id);
    const heardAt = this.#context.clock.monotonic();
    const known = this.#problems.get(id);
    if (known) {
      known.heardAt = heardAt;
      return;
    }
    if (this.#problems.size >= mostProblems) return;
    const machine = this.#context.machines.list().find((one) => one.guid === guid);
    const name = machine?.id ?? guid;
    const undo = this.#context.problem(id, {
      severity: "error",
      title: `Another host reports as ${name}, and ${what}`,
      advice:
        "One of them is a clone. On the clone, update the agent, remove server_guid from /etc/homelab-agent/config.yaml " +
        "and restart the agent: it then appears as a machine of its own.",
      alert: { type: "identity_conflict", severity: "medium" },
      ...(machine ? { machineId: machine.id } : {}),
    });
    this.#problems.set(id, { undo, heardAt });
  }

  #sweep(): void {
    const now = this.#context.clock.monotonic();
    for (const [id, { heardAt }] of this.#problems) if (now - heardAt > forgottenAfter) this.#close(id);
  }

  #close(id: string): void {
    this.#problems.get(id)?.undo();
    this.#problems.delete(id);
  }
}

/** The boot that an agent's claim tells of; `undefined` when the agent does not know it. */
export function bootOf({ facts, keys }: DeviceClaim): Boot | undefined {
  const id = facts["boot_id"];
  return typeof id === "string" && id !== "" ? { id, macs: keys.macs ?? [] } : undefined;
}

function problemId(guid: string, bootId: string): string {
  return `clone ${guid} ${bootId}`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** What `#store` wrote, or `undefined` when it is anything else. */
function readStored(
  value: Json | undefined,
): { readonly watch: Watch; readonly offers: [string, string][] } | undefined {
  const stored = value as { readonly watch?: Partial<Watch>; readonly offers?: [string, string][] } | null | undefined;
  const { watch, offers } = stored ?? {};
  const lists = [watch?.former, watch?.suspects, watch?.clones, watch?.rivals, offers];
  if (!watch?.owner?.id || !lists.every(Array.isArray)) return undefined;
  return { watch: watch as Watch, offers: offers ?? [] };
}
