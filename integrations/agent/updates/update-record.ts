import { type Heartbeat, isOlderVersion } from "../../../agent/protocol.ts";

/** States of an update that go on. A queued one waits for the machines before it. */
const goingOn = ["queued", "offered", "downloading", "verifying", "trying"] as const;
/** States in which it ended. */
const ended = ["done", "failed", "rolled_back"] as const;
/** States that an agent itself reports, in the order in which it goes through them. */
const reported: readonly string[] = ["downloading", "verifying", "trying", "failed", "rolled_back"];

/** How far a machine's update is. `failed` before the new version ran, `rolled_back` after. */
export type UpdateState = (typeof goingOn)[number] | (typeof ended)[number];

/** A version of the agent as the hub hands it out. */
export interface ShippedAgent {
  readonly version: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The update of one machine's agent. Times are Unix milliseconds. */
export interface UpdateRecord extends ShippedAgent {
  readonly state: UpdateState;
  /** When it was asked for. Machines of one request share it, and are updated one group after the other. */
  readonly offeredAt: number;
  /** Since when it is in this state. */
  readonly since: number;
  /** For people. */
  readonly reason: string | null;
}

/** Whether it has not come to its end. */
export function isGoingOn({ state }: Pick<UpdateRecord, "state">): boolean {
  return goingOn.some((one) => one === state);
}

/** Whether the agent may have it now. */
export function isOpen(record: Pick<UpdateRecord, "state">): boolean {
  return isGoingOn(record) && record.state !== "queued";
}

/** What becomes of an update when its machine reports; the same object when nothing does. */
export function advanced(record: UpdateRecord, heartbeat: Heartbeat, now: number): UpdateRecord {
  if (!isGoingOn(record)) return record;
  const { agent_version: version, agent_update: report } = heartbeat;
  if (report?.state != null && report.version === record.version) {
    // An agent goes on telling of its last failure, which may have been another offer's.
    const isThisOffer = report.offered_at === offerName(record);
    if (isThisOffer && reported.includes(report.state))
      return moved(record, report.state as UpdateState, report.reason ?? null, now);
    if (report.state === "trying") return record;
  }
  const hasIt = version != null && !isOlderVersion(version, record.version);
  return hasIt ? moved(record, "done", null, now) : record;
}

/** Tells this offer from others of the same version, in offers and in what agents say of them. */
export function offerName({ offeredAt }: UpdateRecord): string {
  return new Date(offeredAt).toISOString();
}

/** In another state; the same object when it is in that one already. */
export function moved(record: UpdateRecord, state: UpdateState, reason: string | null, now: number): UpdateRecord {
  if (record.state === state && record.reason === reason) return record;
  return { ...record, state, reason, since: record.state === state ? record.since : now };
}

/** What was stored, or `undefined` when it is anything else. */
export function readRecord(value: unknown): UpdateRecord | undefined {
  const { state, version, sha256, sizeBytes, offeredAt, since } = (value ?? {}) as Partial<UpdateRecord>;
  const isState = [...goingOn, ...ended].some((one) => one === state);
  const hasTexts = typeof version === "string" && typeof sha256 === "string";
  const numbers = [sizeBytes, offeredAt, since];
  return isState && hasTexts && numbers.every((number) => typeof number === "number")
    ? (value as UpdateRecord)
    : undefined;
}
