import { messageOf } from "../../errors.ts";
import type { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";
import type { TableShape } from "./table-shape.ts";

/** The values of a row's key columns. */
export type Key = readonly unknown[];

/** What is done with the rows that can be reached. May throw for rows whose content cannot be read. */
export interface Visitor {
  /**
   * So many rows from this key on. It must not look at the row behind them, which may be on a damaged page; and what it did before it
   * threw must not matter when it is called again.
   */
  visit(first: Key, count: number): Promise<void>;
}

/** A part of a table that cannot be reached: a damaged page. `null` is the table's beginning or end. */
export interface Gap {
  readonly after: Key | null;
  readonly before: Key | null;
  readonly reason: string;
}

/** A row that is there, but whose content cannot be read. */
export interface UnreadableRow {
  readonly key: Key;
  readonly reason: string;
}

/** What a walk could not visit. */
export interface Losses {
  readonly rows: readonly UnreadableRow[];
  readonly gaps: readonly Gap[];
}

/** Where to go on: behind a key, or from the first row that is not before these values of its first columns. */
interface Bound {
  readonly operator: ">" | ">=";
  readonly values: Key;
}

/** A place where the table can be read again, with the first key there; none when that is its end. */
interface Found {
  readonly bound: Bound;
  readonly keys: readonly Key[];
}

const mostAtOnce = 200;
/** Beyond any number that we store, and before any. */
const farthest = 2 ** 52;
const beforeAny = -1;

/**
 * Goes through a table's rows in the order in which they are stored, past whatever is damaged: rows are visited many at a time, and one
 * at a time where that fails; where even the keys cannot be read, the next key that can be is searched for.
 */
export class Walk {
  readonly #connection: DirectConnection;
  readonly #table: TableShape;
  readonly #from: string;
  readonly #visitor: Visitor;
  readonly #rows: UnreadableRow[] = [];
  readonly #gaps: Gap[] = [];

  constructor(connection: DirectConnection, table: TableShape, visitor: Visitor) {
    this.#connection = connection;
    this.#table = table;
    this.#from = fromTable(table);
    this.#visitor = visitor;
  }

  async run(): Promise<Losses> {
    let bound: Bound | undefined;
    let last: Key | null = null;
    let limit = mostAtOnce;
    for (;;) {
      const keys = inOrder(last, await this.#keys(bound, limit));
      if (keys instanceof Error) {
        if (limit > 1) limit = Math.ceil(limit / 4);
        else {
          const next = await this.#leap(bound, last, keys.message);
          if (!next) break;
          bound = next;
          limit = mostAtOnce;
        }
        continue;
      }
      const [first, newest] = [keys[0], keys.at(-1)];
      if (!first || !newest) break;
      await this.#visit(keys);
      [last, bound, limit] = [newest, { operator: ">", values: newest }, Math.min(mostAtOnce, limit * 2)];
    }
    return { rows: this.#rows, gaps: this.#gaps };
  }

  async #visit(keys: readonly Key[]): Promise<void> {
    const first = keys[0] as Key;
    try {
      await this.#visitor.visit(first, keys.length);
    } catch (error) {
      if (keys.length === 1) this.#rows.push({ key: first, reason: messageOf(error) });
      else for (const key of keys) await this.#visit([key]);
    }
  }

  /** Finds where to go on after a page that cannot be read; `undefined` when there is nothing more. */
  async #leap(bound: Bound | undefined, last: Key | null, reason: string): Promise<Bound | undefined> {
    const start = bound?.values ?? [beforeAny];
    for (let depth = start.length; depth > 0; depth--) {
      const next = await this.#search(start.slice(0, depth));
      if (next === undefined) continue;
      const [key] = next.keys;
      this.#gaps.push({ after: last, before: key ?? null, reason });
      return key && next.bound;
    }
    await this.#walkBack(bound, last, reason);
    return undefined;
  }

  /** The first readable place whose last value is larger: by doubling the distance, then by halving it. */
  async #search(values: Key): Promise<Found | undefined> {
    const [prefix, base] = [values.slice(0, -1), values.at(-1)];
    if (typeof base !== "number" || values.length > this.#table.key.length) return undefined;
    const probe = async (distance: number): Promise<Found | undefined> => {
      const bound: Bound = { operator: ">=", values: [...prefix, base + distance] };
      const keys = await this.#keys(bound, 1);
      return keys instanceof Error ? undefined : { bound, keys };
    };
    let [bad, good] = [0, 1];
    let found = await probe(good);
    while (!found && base + good < farthest) {
      [bad, good] = [good, good * 2];
      found = await probe(good);
    }
    if (!found) return undefined;
    while (good - bad > 1) {
      const middle = bad + Math.floor((good - bad) / 2);
      const nearer = await probe(middle);
      if (nearer) [good, found] = [middle, nearer];
      else bad = middle;
    }
    // The damaged page may end in the midst of the rows that share the last unreadable value.
    return (await this.#search([...prefix, base + bad, beforeAny])) ?? found;
  }

  /** For keys that cannot be searched: from the end as far as it can be read. */
  async #walkBack(bound: Bound | undefined, last: Key | null, reason: string): Promise<void> {
    let before: Key | null = null;
    for (;;) {
      const keys = await this.#keysBefore(before, bound);
      const [key] = keys instanceof Error ? [] : keys;
      if (!key || (before && compareKeys(key, before) >= 0)) break;
      await this.#visit([key]);
      before = key;
    }
    this.#gaps.push({ after: last, before, reason });
  }

  #keys(bound: Bound | undefined, limit: number): Promise<readonly Key[] | Error> {
    const where = bound ? `WHERE ${this.#compare(bound.operator, bound.values.length, 1)}` : "";
    return this.#select(`${where} ORDER BY ${this.#table.key.join(", ")} LIMIT ${limit}`, bound?.values ?? []);
  }

  #keysBefore(before: Key | null, after: Bound | undefined): Promise<readonly Key[] | Error> {
    const [lower, upper] = [after?.values ?? [], before ?? []];
    const conditions = [
      ...(after ? [this.#compare(after.operator, lower.length, 1)] : []),
      ...(before ? [this.#compare("<", upper.length, lower.length + 1)] : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    const order = this.#table.key.map((column) => `${column} DESC`).join(", ");
    return this.#select(`${where} ORDER BY ${order} LIMIT 1`, [...lower, ...upper]);
  }

  #compare(operator: string, depth: number, firstValue: number): string {
    return compareKey(this.#table.key.slice(0, depth), operator, firstValue);
  }

  async #select(rest: string, values: Key): Promise<readonly Key[] | Error> {
    const columns = this.#table.key.map((column, index) => `${column} AS k${index}`).join(", ");
    try {
      const sql = `SELECT ${columns} FROM ${this.#from} ${rest}`;
      return (await this.#connection.select<Record<string, unknown>>(sql, values)).map(Object.values);
    } catch (error) {
      return error instanceof Error ? error : new Error(messageOf(error));
    }
  }
}

/** How a table is read by itself: an index may be the very thing that is damaged. Without rowids, the primary key is the table. */
export function fromTable({ name, hasRowid }: TableShape): string {
  return `${quoted(name)}${hasRowid ? " NOT INDEXED" : ""}`;
}

/** Rows of a table from a key on, the values of which are the first numbered places. */
export function selectFrom(table: TableShape, columns: readonly string[], count: number): string {
  const [list, order] = [columns.join(", "), table.key.join(", ")];
  return `SELECT ${list} FROM ${fromTable(table)} WHERE ${compareKey(table.key, ">=", 1)} ORDER BY ${order} LIMIT ${count}`;
}

/** A comparison of key columns with the values of that many numbered places: `(a, b) > (?1, ?2)`. */
function compareKey(columns: readonly string[], operator: string, firstPlace: number): string {
  const places = columns.map((_, index) => `?${firstPlace + index}`);
  return `(${columns.join(", ")}) ${operator} (${places.join(", ")})`;
}

/** Keys that do not rise come from a damaged page; whoever followed them might walk in a circle. */
function inOrder(last: Key | null, keys: readonly Key[] | Error): readonly Key[] | Error {
  if (keys instanceof Error) return keys;
  let before = last;
  for (const key of keys) {
    if (before && compareKeys(before, key) >= 0) return new Error("its rows are out of order");
    before = key;
  }
  return keys;
}

/** As SQLite orders them: numbers, then texts by their bytes. */
function compareKeys(one: Key, other: Key): number {
  for (const [index, value] of one.entries()) {
    const difference = compareValues(value, other[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareValues(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "number") return -1;
  if (typeof other === "number") return 1;
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
}
