import path from "node:path";
import type { Heartbeat } from "../../../agent/protocol.ts";
import { DirectConnection } from "../../../core/storage/direct-connection.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { holdFetch } from "../../support/held-fetch.ts";
import { SimulatedMachine } from "../../support/simulated-fleet.ts";
import { TestHub } from "../../support/test-hub.ts";

const minute = 60_000;

/** A hub on fake time with simulated machines that report each minute, and what becomes of their alerts. */
export class AlertLab {
  readonly clock: FakeClock;
  hub: TestHub;
  readonly #machines: readonly SimulatedMachine[];
  readonly #config: string;

  private constructor(clock: FakeClock, hub: TestHub, machines: readonly SimulatedMachine[], config: string) {
    [this.clock, this.hub, this.#machines, this.#config] = [clock, hub, machines, config];
  }

  /** Machines `m0`, `m1` …, all well. */
  static async start(count = 1, config = ""): Promise<AlertLab> {
    const clock = new FakeClock();
    const text = `integrations:\n  agent:\n    local: false\n${config}`;
    const hub = await TestHub.start({ clock, config: text, wrapContext: holdFetch(clock) });
    const mounts = [["/", "ext4", 229, 34]] as const;
    const character = { cpu: 10, memory: 40, memoryGib: 16, cores: 4, model: "test", upDays: 3, mounts, traffic: 1000 };
    const machines = Array.from(
      { length: count },
      (_, index) => new SimulatedMachine({ ...character, id: `m${index}` }, index),
    );
    const lab = new AlertLab(clock, hub, machines, text);
    await lab.minutes(1);
    return lab;
  }

  /** Lets minutes pass in which every machine reports, but for those that `change` says `null` of. */
  async minutes(count: number, change: (heartbeat: Heartbeat) => Heartbeat | null = (same) => same): Promise<void> {
    for (let passed = 0; passed < count; passed++) {
      await this.clock.advance(minute);
      for (const machine of this.#machines) {
        const heartbeat = change(machine.heartbeat(this.clock.now()));
        if (heartbeat) await this.hub.call("POST", "/agents/heartbeat", heartbeat);
      }
    }
  }

  /** Stops the hub and starts it again at once, on the same folder. */
  async restart(): Promise<void> {
    await this.hub.stop();
    const { clock, hub } = this;
    const wrapContext = holdFetch(clock);
    this.hub = await TestHub.start({ clock, dataFolder: hub.dataFolder, config: this.#config, wrapContext });
  }

  /** What is in the book, oldest first: `cpu m0 high open`. */
  async alerts(): Promise<readonly string[]> {
    const rows = await this.#select<Record<string, string>>(
      "SELECT type, subject, severity, status FROM alert ORDER BY id",
    );
    return rows.map(({ type, subject, severity, status }) => `${type} ${subject} ${severity} ${status}`);
  }

  /** What people were told, in order: `opened Processor of m0 at 95 %`. */
  async messages(): Promise<readonly string[]> {
    const rows = await this.#select<{ body: string }>("SELECT body FROM notification ORDER BY sequence");
    return rows.map(({ body }) => JSON.parse(body)).map(({ kind, title }) => `${kind} ${title}`);
  }

  async remove(): Promise<void> {
    await this.hub.remove();
  }

  /** From the disk, once everything is there. */
  async #select<Row extends object>(sql: string): Promise<Row[]> {
    await this.hub.call("GET", "/alerts");
    const connection = await DirectConnection.open(path.join(this.hub.dataFolder, "homelabcmd.db"), "read");
    try {
      return await connection.select<Row>(sql);
    } finally {
      await connection.close();
    }
  }
}

/** A heartbeat with other figures of the host. */
export function withMetrics(heartbeat: Heartbeat, metrics: Heartbeat["metrics"]): Heartbeat {
  return { ...heartbeat, metrics: { ...heartbeat.metrics, ...metrics } };
}
