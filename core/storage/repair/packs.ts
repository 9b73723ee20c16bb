import { messageOf } from "../../errors.ts";
import { DamagedPack, decodeJournal, encodePack, Pack, type PackSeries } from "../../recorder/codec/index.ts";

/** The tables of the recorder's packs, with the columns that say where a row belongs. */
export const packTables: Readonly<Record<string, readonly string[]>> = {
  sample_journal: [],
  sample_block: ["group_id", "day"],
  sample_chunk: ["group_id", "day"],
  sample_rollup: ["group_id", "tier", "period"],
};

/** What is wrong with a row of packed readings, and what can be saved of it. */
export interface PackDamage {
  readonly reason: string;
  /** The series that cannot be read; `null` when that is all of them. */
  readonly seriesIds: readonly number[] | null;
  /** The row's data without them; `null` when nothing is left. */
  readonly rest: Buffer | null;
}

/** Decodes everything in a row of packed readings; `undefined` when it is whole. */
export function examine(table: string, data: Buffer | string): PackDamage | undefined {
  try {
    if (table !== "sample_journal") return examinePack(data as Buffer);
    if (typeof data === "string") JSON.parse(data);
    else decodeJournal(data, () => {});
    return undefined;
  } catch (error) {
    return { reason: messageOf(error), seriesIds: null, rest: null };
  }
}

function examinePack(data: Buffer): PackDamage | undefined {
  const pack = Pack.open(data);
  const whole: PackSeries[] = [];
  const damaged: { readonly seriesId: number; readonly reason: string }[] = [];
  for (const { seriesId } of pack.summaries) {
    try {
      const series = pack.read(seriesId);
      if (series) whole.push(series);
    } catch (error) {
      if (!(error instanceof DamagedPack)) throw error;
      damaged.push({ seriesId, reason: error.message });
    }
  }
  const [first] = damaged;
  if (!first) return undefined;
  return {
    reason: first.reason,
    seriesIds: damaged.map(({ seriesId }) => seriesId),
    rest: whole.length > 0 ? encodePack(whole, { effort: "sealed" }) : null,
  };
}
