import fc from "fast-check";
import { expect, it } from "vitest";
import { FakeHouse, type Reading } from "./fake-house.ts";

const machineIds = ["a", "b", "c", "d"] as const;
const well: Reading = { cpu_percent: 20, memory_percent: 40 };
/** Longer than what holds an alert back in the end: a silence, a flapping that has to be steady, and the way back of a machine. */
const calmMinutes = 40;

/** What one machine reports for some minutes. */
interface Spell {
  readonly machine: (typeof machineIds)[number];
  readonly minutes: number;
  readonly reading: Reading;
}

/** What happens at the begin of a spell besides. */
type Deed =
  | { readonly kind: "pause" | "unpause" | "acknowledge" | "resolve"; readonly machine: string }
  | { readonly kind: "silence"; readonly machine: string; readonly minutes: number }
  | { readonly kind: "stop" | "kill" };

interface Step {
  readonly spell: Spell;
  readonly deed: Deed | null;
}

const percent = fc.constantFrom(20, 78, 82, 86, 90, 93, 97);
const reading = fc.oneof(
  { weight: 5, arbitrary: fc.record({ cpu_percent: percent, memory_percent: percent }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const machine = fc.constantFrom(...machineIds);
const spell = fc.record({ machine, minutes: fc.integer({ min: 1, max: 6 }), reading });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constantFrom("pause", "unpause", "acknowledge", "resolve"), machine }),
  fc.record({ kind: fc.constant("silence" as const), machine, minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constantFrom("stop", "kill") }),
);
const steps = fc.array(fc.record({ spell, deed: fc.option(deed, { freq: 3 }) }), { minLength: 5, maxLength: 40 });

/** What is true of the engine after every minute. */
type Check = (house: FakeHouse) => void;

/** Lets a house live through all steps, and then through a calm in which every machine is well and may be heard of. */
async function live(all: readonly Step[], check: Check = () => {}): Promise<FakeHouse> {
  const house = await FakeHouse.start(machineIds);
  const readings = new Map<string, Reading>(machineIds.map((id) => [id, well]));
  await house.minute(readings);
  for (const { spell: now, deed: done } of all) {
    if (done) await act(house, done);
    readings.set(now.machine, now.reading);
    for (let passed = 0; passed < now.minutes; passed++) {
      await house.minute(readings);
      check(house);
    }
  }
  for (const id of machineIds) house.pause(id, false);
  for (const id of machineIds) readings.set(id, well);
  for (let passed = 0; passed < calmMinutes; passed++) await house.minute(readings);
  return house;
}

async function act(house: FakeHouse, done: Deed): Promise<void> {
  const { book, silences } = house.engine;
  switch (done.kind) {
    case "stop":
    case "kill":
      return house.restart(done.kind === "stop");
    case "pause":
    case "unpause":
      return house.pause(done.machine, done.kind === "pause");
    case "silence": {
      const endsAt = house.clock.now() + done.minutes * 60_000;
      await silences.add({ machineId: done.machine, type: null, tag: null, comment: null, endsAt }, "somebody");
      return;
    }
    default: {
      const alert = book.list().find(({ machineId, status }) => machineId === done.machine && status === "open");
      if (alert && done.kind === "acknowledge") book.acknowledge(alert, "somebody");
      else if (alert) book.resolve(alert, "somebody", null);
    }
  }
}

interface AlertRow {
  readonly id: number;
  readonly rule: string;
  readonly subject: string;
  readonly severity: string;
  readonly status: string;
  readonly resolved_by: string | null;
  readonly is_flapping: number;
}

const alertsOf = ({ database }: FakeHouse) => database.rows<AlertRow>("SELECT * FROM alert ORDER BY id");

/** What was told, by alert and in order. */
function toldOf({ database }: FakeHouse): ReadonlyMap<number, readonly string[]> {
  const told = new Map<number, string[]>();
  for (const { kind, subject, members } of database.notifications) {
    for (const one of members?.map((member) => member.subject) ?? [subject]) {
      const id = Number(one.replace("alert-", ""));
      told.set(id, [...(told.get(id) ?? []), kind]);
    }
  }
  return told;
}

/** What was told but for reminders, which wait after a start until every machine could report. */
function newsOf(house: FakeHouse): readonly (readonly [number, readonly string[]])[] {
  return [...toldOf(house)].map(([id, kinds]) => [id, kinds.filter((kind) => kind !== "reminder")]);
}

/** Runs the property on houses of random steps. */
async function always(property: (all: readonly Step[]) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(steps, property), { numRuns: 40 });
}

it("there are never two open alerts of one rule and subject, and nothing opens where nobody wants to hear of it", async () => {
  await always(async (all) => {
    let lastEvent = 0;
    await live(all, (house) => {
      const open = alertsOf(house).filter(({ status }) => status !== "resolved");
      const keys = open.map(({ rule, subject }) => `${rule} ${subject}`);
      expect(keys).toEqual([...new Set(keys)]);
      const sql = `SELECT max(event.rowid) AS id, machine_id, type FROM alert_event AS event JOIN alert ON alert.id = alert_id
        WHERE event.rowid > $lastEvent AND kind IN ('opened', 'reopened') GROUP BY event.rowid`;
      for (const { id, machine_id, type } of house.database.rows<{ id: number; machine_id: string; type: string }>(
        sql,
        {
          lastEvent,
        },
      )) {
        lastEvent = Math.max(lastEvent, id);
        if (machine_id === null) continue;
        const opened = house.machine(machine_id);
        expect([type, opened.pausedAt, house.engine.silences.covering(type, opened)]).toEqual([type, null, undefined]);
      }
    });
  });
});

it("when all is well again every alert is over, and whoever was told of one was told of its end", async () => {
  await always(async (all) => {
    const house = await live(all);
    const alerts = alertsOf(house);
    const told = toldOf(house);

    expect(alerts.filter(({ status }) => status !== "resolved")).toEqual([]);
    expect([...told.keys()].filter((id) => !alerts.some((alert) => alert.id === id))).toEqual([]);
    for (const { id, resolved_by } of alerts) {
      const kinds = told.get(id) ?? [];
      if (kinds.length === 0) continue;
      expect({ id, first: kinds[0], last: resolved_by === null ? kinds.at(-1) : "resolved" }).toEqual({
        id,
        first: "opened",
        last: "resolved",
      });
    }
  });
});

it("a message of the same kind never comes twice in a row, but for reminders and what became worse", async () => {
  await always(async (all) => {
    const house = await live(all);
    for (const kinds of toldOf(house).values()) {
      const repeated = kinds.filter((kind, index) => kind === kinds[index - 1]);
      expect(repeated.filter((kind) => kind === "opened" || kind === "resolved")).toEqual([]);
    }
  });
});

it("a restart, or a kill, at any moment changes nothing of what happens to figures", async () => {
  await always(async (all) => {
    const figures = all.filter(({ spell: { reading: value } }) => value !== null);
    const isRestart = (one: Deed | null) => one?.kind === "stop" || one?.kind === "kill";
    const restarted = figures.map((step) => ({ ...step, deed: isRestart(step.deed) ? step.deed : null }));
    const [one, other] = [await live(restarted), await live(figures.map((step) => ({ ...step, deed: null })))];
    // What flaps is taken to flap on over a restart, so that it may be steady later.
    fc.pre(!alertsOf(other).some(({ is_flapping }) => is_flapping === 1));

    expect({ alerts: alertsOf(one), told: newsOf(one) }).toEqual({ alerts: alertsOf(other), told: newsOf(other) });
  });
});
