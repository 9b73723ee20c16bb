import { setImmediate } from "node:timers/promises";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import { standingMilliseconds } from "../evaluation/standing.ts";
import type { Reading, Watched } from "../evaluation/watch.ts";
import type { Subject } from "../rules/rule.ts";
import { forecasts } from "./forecasts.ts";
import { readingsOf, readingsOfChanges, silenceOf, standing } from "./readings.ts";
import { Replay, type ReplayedAlert } from "./replay.ts";

/** A subject of a rule, and how the rule judges it. */
export interface ReplaySubject {
  readonly subject: Subject;
  readonly watched: Watched;
}

/** An alert that there would have been, and of what. */
export interface SubjectAlert extends ReplayedAlert {
  readonly subject: Subject;
  /** Of its worst value. */
  readonly unit: string | null;
}

/** What a replay found. */
export interface ReplayResult {
  readonly alerts: readonly SubjectAlert[];
  readonly readings: number;
  /** False when there was more than one request looks at. */
  readonly isComplete: boolean;
}

/** From when to before when, in Unix milliseconds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What was recorded of one subject. */
interface Recorded {
  readonly one: ReplaySubject;
  readonly readings: Iterable<Reading>;
  readonly isComplete: boolean;
}

type Context = Pick<IntegrationContext<AlertsConfig>, "history" | "signal">;

/** Most readings that one request looks at: 200 machines for a month. */
const mostReadings = 10_000_000;

/** Judges what was recorded of subjects, one device after the other, and lets everything else have its turn in between. */
export async function replayRule(
  { history, signal }: Context,
  subjects: readonly ReplaySubject[],
  range: Range,
): Promise<ReplayResult> {
  const alerts: SubjectAlert[] = [];
  let readings = 0;
  let isComplete = true;
  for (const own of Map.groupBy(subjects, ({ subject }) => subject.entity.device).values()) {
    signal.throwIfAborted();
    if (readings >= mostReadings) return { alerts, readings, isComplete: false };
    for await (const recorded of recordedOf(history, own, range)) {
      const found = replayOne(recorded, range.to);
      alerts.push(...found.alerts);
      readings += found.readings;
      isComplete &&= recorded.isComplete;
      await setImmediate();
    }
  }
  return { alerts, readings, isComplete };
}

function replayOne({ one, readings }: Recorded, to: number): Pick<ReplayResult, "alerts" | "readings"> {
  const { subject, watched } = one;
  const replay = new Replay(watched);
  const isDerivedBefore = watched.derived?.kind === "silence" || watched.derived?.kind === "forecast";
  let count = 0;
  for (const reading of readings) {
    count++;
    if (isDerivedBefore) replay.judge(reading);
    else replay.take(reading);
  }
  const unit = watched.unit ?? subject.entity.unit ?? null;
  return { alerts: replay.finish(to).map((alert) => ({ ...alert, subject, unit })), readings: count };
}

/** What was recorded of the subjects of one device. */
async function* recordedOf(
  history: Context["history"],
  subjects: readonly ReplaySubject[],
  range: Range,
): AsyncGenerator<Recorded> {
  const [forecast, direct] = split(subjects, ({ watched }) => watched.derived?.kind === "forecast");
  const [logged, numeric] = split(direct, ({ subject }) => subject.entity.record === "changes");
  const byId = new Map(subjects.map((one) => [one.subject.entity.id, one]));

  const { entities, isComplete } = await history.readings({ entityIds: idsOf(numeric), ...range });
  for (const recorded of entities) {
    const one = byId.get(recorded.entityId);
    if (!one) continue;
    const isJudgedAsRead = one.subject.machine !== undefined || one.watched.derived !== undefined;
    const read = isJudgedAsRead ? readingsOf(recorded) : standing(readingsOf(recorded), range.to);
    yield { one, readings: silent(one.watched, read, range.to), isComplete };
  }
  for (const { entityId, changes, isComplete: isWhole } of await history.changes({
    entityIds: idsOf(logged),
    ...range,
  })) {
    const one = byId.get(entityId);
    if (!one) continue;
    const intervalSeconds = one.subject.machine?.intervalSeconds ?? null;
    const intervalMilliseconds = intervalSeconds === null ? standingMilliseconds : intervalSeconds * 1000;
    const readings = readingsOfChanges(changes, { ...range, intervalMilliseconds });
    yield { one, readings: silent(one.watched, readings, range.to), isComplete: isWhole };
  }
  for (const one of forecast) {
    yield { one, readings: await forecasts(history, one.subject.entity.id, range), isComplete: true };
  }
}

/** A rule about silence judges the times between readings. */
function silent({ derived, levels }: Watched, readings: Iterable<Reading>, to: number): Iterable<Reading> {
  const condition = levels[0]?.condition;
  const isSilence = derived?.kind === "silence" && condition?.kind === "above";
  return isSilence ? silenceOf(readings, condition.threshold, to) : readings;
}

function idsOf(subjects: readonly ReplaySubject[]): string[] {
  return subjects.map(({ subject }) => subject.entity.id);
}

function split<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
