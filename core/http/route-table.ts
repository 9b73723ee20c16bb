import { PlatformError } from "../errors.ts";
import type { Undo } from "../sdk/index.ts";

/** A route, and what stands in its path for each `:name`. */
export interface Match<Route> {
  readonly route: Route;
  readonly params: Record<string, string>;
}

interface Pattern<Route> {
  readonly segments: readonly string[];
  readonly route: Route;
}

/** Finds the route of a method and a path at once, however many there are. Of two for one path the one that was added first counts. */
export class RouteTable<Route> {
  /** Paths without parameters: `GET /machines`. */
  readonly #fixed = new Map<string, Set<Route>>();
  /** Those with parameters, by how many segments they have: `GET 2`. */
  readonly #patterns = new Map<string, Set<Pattern<Route>>>();

  add(method: string, path: string, route: Route): Undo {
    const segments = segmentsOf(path);
    return path.includes("/:")
      ? put(this.#patterns, `${method} ${segments.length}`, { segments, route })
      : put(this.#fixed, `${method} ${path}`, route);
  }

  /** The route that answers a path, with or without a slash at its end. Throws `BAD_REQUEST` for a path that cannot be decoded. */
  find(method: string, path: string): Match<Route> | undefined {
    const asked = method === "HEAD" ? "GET" : method;
    const [route] = this.#fixed.get(`${asked} ${withoutEndSlash(path)}`) ?? [];
    if (route !== undefined) return { route, params: {} };
    const given = segmentsOf(path);
    for (const pattern of this.#patterns.get(`${asked} ${given.length}`) ?? []) {
      if (matches(pattern.segments, given)) return { route: pattern.route, params: paramsOf(pattern.segments, given) };
    }
    return undefined;
  }
}

function put<Value>(map: Map<string, Set<Value>>, key: string, value: Value): Undo {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
  return () => void values.delete(value);
}

function withoutEndSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function segmentsOf(path: string): string[] {
  return withoutEndSlash(path).slice(1).split("/");
}

function matches(wanted: readonly string[], given: readonly string[]): boolean {
  return wanted.every((segment, index) => (segment.startsWith(":") ? given[index] !== "" : segment === given[index]));
}

function paramsOf(wanted: readonly string[], given: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith(":")) params[segment.slice(1)] = decode(given[index] ?? "");
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new PlatformError("BAD_REQUEST", "The request cannot be read", { cause });
  }
}
