import type { AgentCredentials } from "../auth/agent-credentials.ts";
import type { DeviceRegistry } from "../devices/registry.ts";
import type { Likeness } from "../devices/succession.ts";
import { PlatformError } from "../errors.ts";
import { dayMilliseconds } from "../recorder/days.ts";
import type { Clock, Machine } from "../sdk/index.ts";
import { type FormerEntityRooms, forgetHistory, removeEntities } from "./former-entities.ts";
import { copyHistory, type HistoryRooms } from "./history-move.ts";
import type { Liveness } from "./liveness.ts";
import type { MachineRegistry } from "./registry.ts";

/** The rooms that know the two machines. */
export interface SuccessionRooms extends HistoryRooms, Omit<FormerEntityRooms, "entities"> {
  readonly devices: DeviceRegistry;
  readonly machines: MachineRegistry;
  readonly liveness: Liveness;
  readonly credentials: AgentCredentials;
  readonly clock: Clock;
}

/** A machine that may be an earlier installation of another one. */
export interface SuccessionCandidate {
  readonly machine: Machine;
  readonly why: readonly Likeness[];
}

/** Two heartbeats may be missed, and the rest is for the way. */
const patienceMilliseconds = 10_000;

/**
 * Machines that were installed anew: their agent has a new GUID, so they come in as machines of their own, beside what they were. The
 * user says whether such a machine is the old one; then it goes on with that one's id, settings and history.
 */
export class MachineSuccession {
  readonly #rooms: SuccessionRooms;

  constructor(rooms: SuccessionRooms) {
    this.#rooms = rooms;
  }

  /** The silent machines that this one may have been, those that were heard last ahead. */
  candidatesOf({ deviceId }: Machine): readonly SuccessionCandidate[] {
    const { devices, machines } = this.#rooms;
    const predecessors = new Map(devices.predecessorsOf(deviceId).map((found) => [found.deviceId, found.why]));
    if (predecessors.size === 0) return [];
    return machines
      .list()
      .flatMap((machine) => {
        const why = predecessors.get(machine.deviceId);
        return why && this.#isSilent(machine) ? [{ machine, why }] : [];
      })
      .toSorted((one, other) => (other.machine.lastSeen ?? 0) - (one.machine.lastSeen ?? 0));
  }

  /**
   * The user's word that a machine is an older one, installed anew. The older one's id, settings, tags and history go on under the
   * new GUID, together with what was recorded of the new one meanwhile; the new one's id and settings are gone, and the old token
   * ends. Throws `CONFLICT` when the older one is not a candidate. Resolves with the machine that goes on.
   */
  async adopt(id: string, predecessorId: string): Promise<Machine> {
    const { machines, clock } = this.#rooms;
    const successor = machines.require(id);
    const predecessor = machines.require(predecessorId);
    if (!this.candidatesOf(successor).some(({ machine }) => machine.id === predecessorId)) {
      const message = `'${predecessorId}' still reports, or has nothing in common with '${id}': it is another machine`;
      throw new PlatformError("CONFLICT", message, { field: "machine_id" });
    }
    // The copy comes first: when the hub is killed on the way, the user is asked again and nothing is lost.
    const startedAt = clock.now();
    const from = successor.createdAt - dayMilliseconds;
    await copyHistory(this.#rooms, [id, predecessorId], { from, to: startedAt });
    await this.#change(successor, predecessor);
    await copyHistory(this.#rooms, [id, predecessorId], { from: startedAt - dayMilliseconds, to: clock.now() });
    await this.#endToken(predecessor);
    forgetHistory(this.#rooms, id);
    return machines.require(predecessorId);
  }

  /** Hands the older machine's device to the new one's agent, in memory and on disk, or in neither. */
  async #change(successor: Machine, predecessor: Machine): Promise<void> {
    const { devices, machines, liveness, database } = this.#rooms;
    const { device, claim, affected, store, revert } = devices.succeed(successor.deviceId, predecessor.deviceId);
    machines.admit(device, claim);
    machines.forget(successor.id);
    try {
      await database.write(async (transaction) => {
        await machines.delete(successor.id, transaction);
        await store(transaction);
        await machines.store(predecessor.id, transaction);
      });
    } catch (error) {
      revert();
      machines.restore(predecessor);
      machines.restore(successor);
      throw error;
    }
    removeEntities(this.#rooms, successor.id);
    machines.refresh(affected);
    if (successor.status === "online") liveness.seen(predecessor.id, successor.intervalSeconds ?? 0);
  }

  #isSilent({ status, lastSeen, intervalSeconds }: Machine): boolean {
    const silence = this.#rooms.clock.now() - (lastSeen ?? 0);
    return status === "offline" || silence > 2000 * (intervalSeconds ?? 0) + patienceMilliseconds;
  }

  async #endToken({ guid }: Machine): Promise<void> {
    const { credentials } = this.#rooms;
    if (guid !== null && credentials.get(guid)?.revokedAt === null) await credentials.revoke(guid);
  }
}
