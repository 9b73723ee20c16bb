import type { Statement } from "../storage/database.ts";
import { encodePack, type PackSeries } from "./codec/index.ts";
import { dayMilliseconds, dayOf } from "./days.ts";
import { type PackStore, packStatements } from "./pack-store.ts";
import { pause } from "./pause.ts";
import type { Recorder, Sealing } from "./recorder.ts";
import { type Samples, sliceSamples } from "./samples.ts";

/** Most readings that are written in one step: encoding them takes one or two milliseconds. */
const samplesAtOnce = 5000;
/** Most rows of the journal that are deleted in one step. */
const rowsAtOnce = 2000;

/** What sealing needs. */
export interface SealingRooms {
  readonly recorder: Recorder;
  readonly store: PackStore;
  /** The group of a series; `undefined` for one that no entity has any more. */
  readonly groupOf: (seriesId: number) => number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Packs what is in memory into blocks, a few groups at a time, and empties the journal of it in the end. After a crash in between the
 * journal still has everything: some readings are then there twice, and count once wherever they are read or merged.
 */
export async function sealTail({ recorder, store, groupOf, signal }: SealingRooms): Promise<void> {
  const sealing = await recorder.beginSealing();
  const groups = Map.groupBy([...sealing.tail.seriesIds()], (seriesId) => groupOf(seriesId));
  let step: { readonly statements: Statement[]; readonly seriesIds: number[]; size: number } = emptyStep();
  const write = async () => {
    await store.write(step.statements);
    for (const seriesId of step.seriesIds) sealing.tail.drop(seriesId);
    step = emptyStep();
    await pause();
  };
  for (const [groupId, seriesIds] of groups) {
    if (signal.aborted) return;
    if (groupId !== undefined) step.size += addBlocks(step.statements, groupId, seriesIds, sealing);
    step.seriesIds.push(...seriesIds);
    if (step.size >= samplesAtOnce) await write();
  }
  await write();
  recorder.endSealing();
  await emptyJournal(store, sealing.upTo, signal);
}

function emptyStep() {
  return { statements: [], seriesIds: [], size: 0 };
}

/** Adds one block for each day that the readings of a group lie in, and says how many they are. */
function addBlocks(statements: Statement[], groupId: number, seriesIds: readonly number[], { tail }: Sealing): number {
  const days = new Map<number, PackSeries[]>();
  let size = 0;
  for (const seriesId of seriesIds) {
    const samples = tail.samplesOf(seriesId);
    if (!samples) continue;
    size += samples.at.length;
    for (const [day, { at, values }] of byDay(samples)) {
      const series = days.get(day) ?? [];
      days.set(day, series);
      series.push({ seriesId, at, columns: [values] });
    }
  }
  for (const [day, series] of days) {
    statements.push(packStatements.addBlock({ groupId, day }, encodePack(series, { effort: "fresh" })));
  }
  return size;
}

function* byDay(samples: Samples): Generator<[day: number, samples: Samples]> {
  let index = 0;
  while (index < samples.at.length) {
    const day = dayOf(samples.at[index] as number);
    const piece = sliceSamples(samples, day * dayMilliseconds, (day + 1) * dayMilliseconds);
    yield [day, piece];
    index += piece.at.length;
  }
}

async function emptyJournal(store: PackStore, upTo: number, signal: AbortSignal): Promise<void> {
  let first = await store.firstJournalRow();
  while (first !== null && first <= upTo && !signal.aborted) {
    const last = Math.min(upTo, first + rowsAtOnce);
    await store.write([{ sql: "DELETE FROM sample_journal WHERE id <= $last", binding: { last } }]);
    first = last === upTo ? null : last + 1;
  }
}
