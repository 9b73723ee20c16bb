import type { Heartbeat } from "../../agent/protocol.ts";
import type { Device, IntegrationContext } from "../../core/sdk/index.ts";
import { ClockWatch } from "./clock-watch.ts";
import { MachineEntities } from "./entities/machine-entities.ts";
import type { KnownSkews } from "./known-skews.ts";
import { AgentTime, type Moment } from "./moments.ts";
import { ReadingMaker } from "./reading.ts";

/** Readings that lie further ahead, in milliseconds, were taken before the hub's clock was set back. */
const clockStep = 30_000;

/** What one machine's agent reports becomes its entities. */
export class MachineReporter {
  readonly #entities: MachineEntities;
  readonly #clock: ClockWatch;
  readonly #id: string;
  readonly #skews: KnownSkews;
  readonly #time: AgentTime;
  readonly #readings = new ReadingMaker();
  #newest = 0;

  constructor(context: Pick<IntegrationContext, "entities" | "problem">, device: Device, skews: KnownSkews) {
    this.#id = device.slug;
    this.#skews = skews;
    this.#time = new AgentTime(skews.of(device.slug));
    this.#entities = new MachineEntities(context, device);
    this.#clock = new ClockWatch(context, device.slug);
  }

  /** Takes in a heartbeat that came at `receivedAt` (Unix ms); the answer is when it was measured. `mayHaveWaited`: in a broker. */
  async take(heartbeat: Heartbeat, receivedAt: number, mayHaveWaited: boolean): Promise<Moment> {
    const moment = this.#time.place(heartbeat, receivedAt, mayHaveWaited);
    const { measuredAt, isLate, hasWaited } = moment;
    const clockSkewSeconds = hasWaited ? undefined : this.#clock.examine(heartbeat, receivedAt);
    if (this.#time.skew !== this.#skews.of(this.#id)) await this.#skews.keep(this.#id, this.#time.skew);
    // How a clock is now says nothing of what it was when a late one was measured.
    const reading = this.#readings.read(heartbeat, measuredAt, isLate ? undefined : clockSkewSeconds);
    // The hub's own clock was set back: what comes now would be late for as long as that.
    if (this.#newest > receivedAt + clockStep) this.#newest = 0;
    if (isLate || measuredAt <= this.#newest) this.#entities.backfill(reading, measuredAt);
    else {
      this.#newest = measuredAt;
      this.#entities.update(reading, measuredAt);
    }
    return moment;
  }

  /** Marks everything that it reported as lost. */
  lost(): void {
    this.#entities.unavailable();
  }

  /** The machine was removed. */
  end(): void {
    this.#clock.end();
  }
}
