import { messageOf } from "../../core/errors.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type DayOptions, type DayPlan, type Part, planDay } from "./day-plan.ts";
import type { Deed, Report, Scenario } from "./scenario.ts";
import { SimulatedAgent } from "./simulated-agent.ts";
import { SimulatedHub } from "./simulated-hub.ts";

/** Agents report at their own second of the minute; those of one slot are taken together. */
const secondsPerSlot = 10;
const slotsPerMinute = 60 / secondsPerSlot;
/** How far apart the heartbeats are of which a machine sends what it did before, in minutes. */
const recallEvery = 20;

/** When the day begins, by every clock that is right. */
const beginning = Date.parse("2026-01-15T00:00:00Z");

/** What came of a scenario, or of a time in which nothing was to happen. */
export interface Outcome {
  readonly name: string;
  readonly startedAtMinute: number;
  readonly expected: Happenings;
  readonly actual: Happenings;
}

/** What came into the book, and what people were told. */
export interface Happenings {
  readonly alerts: readonly string[];
  readonly messages: readonly string[];
}

/** How far a day has come. */
export interface Progress {
  readonly minute: number;
  readonly minutes: number;
  readonly scenario: string;
  readonly heartbeats: number;
}

/** Lets a fleet and its hub live through a day, and says what came of each part of it. `tell` is told every minute how far it is. */
export async function simulateDay(
  options: DayOptions,
  tell: (progress: Progress) => void = () => {},
): Promise<readonly Outcome[]> {
  const clock = new FakeClock(beginning);
  const plan = planDay(options);
  const hub = await SimulatedHub.start(clock);
  try {
    return await new SimulatedDay({ plan, clock, hub, tell }).run();
  } finally {
    await hub.remove();
  }
}

interface DayParts {
  readonly plan: DayPlan;
  readonly clock: FakeClock;
  readonly hub: SimulatedHub;
  readonly tell: (progress: Progress) => void;
}

class SimulatedDay {
  readonly #parts: DayParts;
  readonly #agents: readonly SimulatedAgent[];
  readonly #scenarioOf: ReadonlyMap<string, Scenario>;
  readonly #minutes: number;
  /** Scenarios that began, with the slot in which they did. */
  readonly #begun = new Map<Scenario, number>();
  readonly #failures: string[] = [];
  #slot = 0;
  #heartbeats = 0;

  constructor(parts: DayParts) {
    this.#parts = parts;
    const { fleet, parts: partsOfDay } = parts.plan;
    this.#agents = fleet.map((character, number) => new SimulatedAgent(character, number));
    this.#minutes = partsOfDay.reduce((sum, { minutes }) => sum + minutes, 0);
    this.#scenarioOf = new Map(
      partsOfDay.flatMap(({ scenario }) => scenario.machines.map((id) => [id, scenario] as const)),
    );
  }

  async run(): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const part of this.#parts.plan.parts) outcomes.push(await this.#live(part));
    return outcomes;
  }

  async #live({ scenario, minutes }: Part): Promise<Outcome> {
    const { hub, tell } = this.#parts;
    const firstSlot = this.#slot;
    this.#begun.set(scenario, firstSlot);
    this.#recall(scenario);
    for (; this.#slot < firstSlot + minutes * slotsPerMinute; this.#slot++) {
      if (this.#slot % slotsPerMinute === 0) tell(this.#progress(scenario));
      await this.#passSlot(scenario);
    }
    const alerts = summed(await hub.newAlerts(), this.#agents.length);
    const actual = { alerts, messages: [...(await hub.newMessages()), ...this.#failures.splice(0)] };
    return { name: scenario.name, startedAtMinute: firstSlot / slotsPerMinute, expected: scenario, actual };
  }

  async #passSlot(scenario: Scenario): Promise<void> {
    const { clock, hub } = this.#parts;
    const minute = this.#minuteOf(scenario);
    await clock.advance(secondsPerSlot * 1000);
    const [downFrom, downUntil] = scenario.hubIsDown ?? [];
    if (minute === downFrom) await hub.stop();
    if (minute === downUntil) await hub.restart();
    for (const { at, does } of scenario.people ?? []) if (at === minute) await this.#do(does);
    this.#measure(scenario);
    if (hub.isUp) await this.#send();
  }

  /** The machines of a scenario send what they did before it. */
  #recall({ machines, pastHours = 0, behaviour = (report) => report }: Scenario): void {
    for (const agent of this.#agents.filter(({ id }) => machines.includes(id))) {
      for (let minute = pastHours * -60; minute < 0; minute += recallEvery) {
        agent.recall(this.#trueTime(), -minute, (report) => behaviour(report, { machine: agent.id, minute }));
      }
    }
  }

  /** What a person cannot do shows beside the messages. */
  async #do(deed: Deed): Promise<void> {
    await this.#parts.hub.do(deed).catch((error: unknown) => this.#failures.push(`failed: ${messageOf(error)}`));
  }

  /** Those of this slot measure. */
  #measure(current: Scenario): void {
    const now = this.#trueTime();
    const place = this.#slot % slotsPerMinute;
    for (let number = place; number < this.#agents.length; number += slotsPerMinute) {
      const agent = this.#agents[number];
      agent?.measure(now, (report) => this.#behave(agent.id, report, current));
    }
  }

  #behave(machine: string, report: Report, current: Scenario): Report | null {
    const own = this.#scenarioOf.get(machine);
    const hasBegun = own !== undefined && this.#begun.has(own);
    const behaved =
      hasBegun && own.behaviour ? own.behaviour(report, { machine, minute: this.#minuteOf(own) }) : report;
    if (!behaved || !current.everyone) return behaved;
    return current.everyone(behaved, { machine, minute: this.#minuteOf(current) });
  }

  async #send(): Promise<void> {
    const now = this.#trueTime();
    const heartbeats = this.#agents.flatMap((agent) => agent.send(now));
    this.#heartbeats += heartbeats.length;
    await this.#parts.hub.receive(heartbeats);
  }

  /** The clocks of the machines are right, also when the hub's is not. */
  #trueTime(): number {
    return beginning + this.#parts.clock.monotonic();
  }

  #minuteOf(scenario: Scenario): number {
    return (this.#slot - (this.#begun.get(scenario) ?? this.#slot)) / slotsPerMinute;
  }

  #progress({ name }: Scenario): Progress {
    const [minutes, heartbeats] = [this.#minutes, this.#heartbeats];
    return { minute: this.#slot / slotsPerMinute, minutes, scenario: name, heartbeats };
  }
}

/** Alerts that every machine has are one line. */
function summed(alerts: readonly string[], machines: number): readonly string[] {
  const isOffline = (line: string) => /^offline \S+ critical resolved$/.test(line);
  if (alerts.filter(isOffline).length !== machines) return alerts;
  return [...alerts.filter((line) => !isOffline(line)), "every machine: offline critical resolved"];
}
