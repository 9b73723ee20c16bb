import { DeviceRegistry } from "../../../core/devices/registry.ts";
import type { Device, DeviceClaim } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

export const guidA = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
export const guidB = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

/** When a test's clock starts, in Unix milliseconds. */
export const start = Date.parse("2026-01-15T12:00:00Z");

/** What an agent says: with a GUID under that, without one under its id. */
export function agentClaim(id: string, guid?: string, facts: DeviceClaim["facts"] = { hostname: id }): DeviceClaim {
  const keys = guid === undefined ? {} : { agentGuid: guid };
  return { ref: guid ?? `id:${id}`, keys, facts, machine: { id, machineType: "server" } };
}

/** A device registry on a real database and fake time. */
export class TestDevices {
  readonly clock = new FakeClock(start);
  readonly log = new LogSpy();
  store: TestDatabase;
  devices: DeviceRegistry;

  private constructor(store: TestDatabase) {
    this.store = store;
    this.devices = this.#create();
  }

  static async open(): Promise<TestDevices> {
    return new TestDevices(await TestDatabase.open());
  }

  /** Makes a claim and stores it. */
  async say(claim: DeviceClaim, source = "agent"): Promise<Device> {
    const { device, changed, store: write } = this.devices.claim(source, claim);
    if (changed) await this.store.database.write(write);
    return device;
  }

  /** What a table holds. */
  rows(table: string) {
    return this.store.database.select(`SELECT * FROM ${table}`);
  }

  async restart(): Promise<void> {
    this.store = await this.store.restart();
    this.devices = this.#create();
    await this.devices.load();
  }

  remove(): Promise<void> {
    return this.store.remove();
  }

  #create(): DeviceRegistry {
    const { store, clock, log } = this;
    return new DeviceRegistry({ database: store.database, tables: store.tables, clock, log });
  }
}
