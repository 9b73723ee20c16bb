import { closest, distance } from "fastest-levenshtein";
import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { ConfigError } from "./config-error.ts";

/** Where a problem is: the file's path and a way from an offset in its text to a line. */
export interface ConfigSource {
  readonly path: string;
  lineAt(offset: number): number;
}

/** One mapping of the config file. Each reader throws a `ConfigError` that names file, line and what is allowed. */
export class ConfigSection<Name extends string> {
  readonly #map: YAMLMap | null;
  readonly #source: ConfigSource;
  readonly #prefix: string;

  /** `map` may be missing (`null`); `names` are all that it may hold. */
  constructor(map: unknown, names: readonly Name[], source: ConfigSource, prefix = "") {
    this.#source = source;
    this.#prefix = prefix;
    if (map !== null && !isMap(map)) {
      this.#fail(map, `${prefix.slice(0, -1) || "the file"} must be a mapping of names to values`);
    }
    this.#map = map;
    for (const { key } of map?.items ?? []) this.#checkName(key, names);
  }

  /** The node below that name, or `null`. */
  node(name: Name): unknown {
    return this.#map?.get(name, true) ?? null;
  }

  required(name: Name, expected: string): never {
    throw new ConfigError(`${this.#source.path}: ${this.#prefix}${name} is missing; set it to ${expected}`);
  }

  /** The text below that name when `accepts` it, `null` when there is none. `expected` completes "must be …". */
  text(name: Name, expected: string, accepts: (text: string) => boolean): string | null {
    return this.#read(name, expected, (value) => (typeof value === "string" && accepts(value) ? value : undefined));
  }

  /** The list of texts below that name, none of them empty. */
  texts(name: Name, expected: string): readonly string[] | null {
    const node = this.node(name);
    if (node === null || (isScalar(node) && node.value === null)) return null;
    const values = isSeq(node) ? node.items.map((item) => (isScalar(item) ? item.value : null)) : [null];
    if (values.every((value) => typeof value === "string" && value !== "")) return values as string[];
    return this.#fail(node, `${this.#prefix}${name} must be ${expected}`);
  }

  integer(name: Name, least: number, most: number): number | null {
    return this.#read(name, `a whole number from ${least} to ${most}`, (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined,
    );
  }

  boolean(name: Name): boolean | null {
    return this.#read(name, "true or false", (value) => (typeof value === "boolean" ? value : undefined));
  }

  choice<Choice extends string>(name: Name, choices: readonly Choice[]): Choice | null {
    return this.#read(name, choices.join(" or "), (value) => choices.find((choice) => choice === value));
  }

  #read<Value>(name: Name, expected: string, parse: (value: unknown) => Value | undefined): Value | null {
    const node = this.node(name);
    if (node === null || (isScalar(node) && node.value === null)) return null;
    const value = parse(isScalar(node) ? node.value : undefined);
    if (value === undefined) this.#fail(node, `${this.#prefix}${name} must be ${expected}`);
    return value;
  }

  #checkName(key: unknown, names: readonly Name[]): void {
    const name = isScalar(key) ? String(key.value) : "";
    if (names.some((known) => known === name)) return;
    const nearest = closest(name, names);
    const isTypo = distance(name, nearest) <= nearest.length / 2;
    const hint = isTypo ? `did you mean ${nearest}?` : `known are ${names.join(", ")}`;
    this.#fail(key, `${this.#prefix}${name} is not known; ${hint}`);
  }

  #fail(node: unknown, message: string): never {
    const offset = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
    throw new ConfigError(`${this.#source.path}:${this.#source.lineAt(offset)}: ${message}`);
  }
}
