import { dayMilliseconds, hourTier } from "../../recorder/days.ts";
import type { DirectConnection } from "../direct-connection.ts";

interface EntityRow {
  readonly seriesId: number;
  readonly groupId: number;
  readonly id: string;
}

/** Where a row of packed readings belongs, as far as its columns can be read. */
export interface PackPlace {
  readonly group_id?: number;
  readonly day?: number;
  readonly tier?: number;
  readonly period?: number;
}

/** More names than this are counted. */
const mostNames = 3;

/** Says in the user's words which readings a damaged row has held. */
export class Affected {
  readonly #entities: readonly EntityRow[];

  private constructor(entities: readonly EntityRow[]) {
    this.#entities = entities;
  }

  /** Reads the names of entities; when they cannot be read, their numbers are said. */
  static async load(connection: DirectConnection): Promise<Affected> {
    const sql = "SELECT series_id AS seriesId, group_id AS groupId, id FROM entity NOT INDEXED";
    return new Affected(await connection.select<EntityRow>(sql).catch(() => []));
  }

  /** `readings of nas.cpu_percent, nas.load_1m and 7 more on 2026-01-15`. `seriesIds` when only those are affected. */
  describe(table: string, place: PackPlace, seriesIds: readonly number[] | null): string {
    if (table === "sample_journal") return "readings of about the last hour before the hub was stopped";
    const what = table === "sample_rollup" ? "averages" : "readings";
    return `${what} of ${this.#names(place, seriesIds)} ${when(place)}`;
  }

  #names({ group_id: groupId }: PackPlace, seriesIds: readonly number[] | null): string {
    const known = this.#entities.filter((entity) =>
      seriesIds ? seriesIds.includes(entity.seriesId) : entity.groupId === groupId,
    );
    if (known.length === 0) return seriesIds ? `series ${seriesIds.join(", ")}` : `group ${groupId ?? "unknown"}`;
    const names = known.map(({ id }) => id).toSorted();
    const shown = names.slice(0, mostNames).join(", ");
    return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
  }
}

function when({ day, tier, period }: PackPlace): string {
  if (period === undefined) return day === undefined ? "on an unknown day" : `on ${dateOf(day)}`;
  if (tier !== hourTier.seconds) return `on ${dateOf(period)}`;
  const { periodDays } = hourTier;
  return `from ${dateOf(period * periodDays)} to ${dateOf((period + 1) * periodDays - 1)}`;
}

/** A damaged number may be no date. */
function dateOf(day: number): string {
  const date = new Date(day * dayMilliseconds);
  return Number.isNaN(date.getTime()) ? `day ${day}` : date.toISOString().slice(0, 10);
}
