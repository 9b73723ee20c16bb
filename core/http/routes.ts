import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { Authenticator } from "../auth/authenticator.ts";
import { causedBy } from "../causes/causes.ts";
import { PlatformError } from "../errors.ts";
import type { Check, Validation } from "../schemas/validation.ts";
import type { Caller, RouteDefinition, RouteRequest, Undo } from "../sdk/index.ts";
import { type Answer, send } from "./answer.ts";
import { apiBase } from "./api-base.ts";
import { withEntityTag } from "./entity-tag.ts";
import { LoadLimit, tooBusy } from "./load-limit.ts";
import { currentPath, deprecationHeaders, isOldPath } from "./old-paths.ts";
import { matchesPath } from "./path-pattern.ts";
import { readJson } from "./read-json.ts";
import { RouteTable } from "./route-table.ts";
import { StreamedBody, sendStream } from "./streamed-body.ts";

const defaultMaxBodyBytes = 1024 * 1024;

/** What the core's own routes may also touch: the request itself, and headers of the answer. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly headers: Record<string, string>;
}

/** Runs a validated request and returns the body of the answer: data, JSON that was written already, or a `StreamedBody`. */
export type Handle = (request: RouteRequest<never, never>, exchange: Exchange) => unknown;

interface Route {
  readonly definition: RouteDefinition;
  readonly handle: Handle;
  /** The status of success: the definition's only one below 300. */
  readonly status: number;
  readonly checks: { readonly params?: Check; readonly query?: Check; readonly body?: Check };
}

/** What the routes read of a request, whichever way it came. */
interface Incoming {
  readonly message: IncomingMessage;
  readonly address: string;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly path: string;
}

/** A request that may go on. */
interface Checked extends Incoming {
  readonly caller: Caller;
  readonly body: unknown;
}

/** What is known of a request before anything of it is believed. */
export interface RequestFacts {
  /** The client's address. */
  readonly addressOf: (message: IncomingMessage) => string;
  /** Where the sender of a request reaches the hub. */
  readonly hubUrlOf: (message: IncomingMessage) => string;
}

/** Every declared route. Each owner's routes can be taken away again while the server runs. */
export class Routes {
  readonly #authenticator: Authenticator;
  readonly #validation: Validation;
  readonly #facts: RequestFacts;
  readonly #table = new RouteTable<Route>();
  readonly #hot = new Map<string, Route>();
  readonly #load = new LoadLimit();
  readonly #definitions = new Set<RouteDefinition>();

  constructor(authenticator: Authenticator, validation: Validation, facts: RequestFacts) {
    this.#authenticator = authenticator;
    this.#validation = validation;
    this.#facts = facts;
  }

  /** Adds a route. Its schemas are compiled once, here; a wrong schema throws. */
  add(definition: RouteDefinition, handle: Handle, owner: string): Undo {
    const route = { definition, handle, status: successStatus(definition), checks: this.#compile(definition, owner) };
    if (isOldPath(definition.path))
      throw new TypeError(`${definition.path} is an old path; add the route at the new one`);
    const undos = [this.#table.add(definition.method, definition.path, route)];
    const hotKey = `${definition.method} ${apiBase}${definition.path}`;
    if (definition.hot) this.#hot.set(hotKey, route);
    undos.push(this.describe(definition));
    return () => {
      for (const undo of undos) undo();
      if (this.#hot.get(hotKey) === route) this.#hot.delete(hotKey);
    };
  }

  /** Says that there is a route which is answered elsewhere, so that the documentation shows it. */
  describe(definition: RouteDefinition): Undo {
    // A copy: the same definition may be added twice for a moment, while its integration starts again.
    const described = { ...definition };
    this.#definitions.add(described);
    return () => void this.#definitions.delete(described);
  }

  /** Every route that there is now. */
  definitions(): readonly RouteDefinition[] {
    return [...this.#definitions];
  }

  /** The methods that a path below the API answers; none when there is no such path. */
  methodsAt(path: string): readonly string[] {
    const asked = currentPath(path);
    const found = this.definitions().filter((route) => matchesPath(route.path, asked));
    const methods = new Set<string>(found.map(({ method }) => method));
    if (methods.has("GET")) methods.add("HEAD");
    return methods.size > 0 ? [...methods.add("OPTIONS")].toSorted() : [];
  }

  /** The Express side. */
  readonly middleware: RequestHandler = async (request, response, next) => {
    const found = this.#table.find(request.method, currentPath(request.path));
    if (!found) return next();
    if (isOldPath(request.path)) response.set(deprecationHeaders(request.path));
    const { route, params } = found;
    const { query, path } = request;
    const address = this.#facts.addressOf(request);
    const incoming = { message: request, address, params, query: { ...query }, path };
    const answer = await (route.definition.hot ? this.#runBounded(route, incoming) : this.#run(route, incoming));
    if (answer.body instanceof StreamedBody) return sendStream(response, answer, answer.body);
    const { conditional } = route.definition;
    send(response, conditional ? withEntityTag(answer, request.headers["if-none-match"]) : answer);
  };

  /**
   * The front side: the answer when a hot route of exactly this method and URL exists, else `undefined`. When too many wait for theirs,
   * it is 503 at once.
   */
  runHot(message: IncomingMessage): Promise<Answer> | undefined {
    const route = this.#hot.get(`${message.method} ${message.url}`);
    if (!route) return undefined;
    const { path } = route.definition;
    return this.#runBounded(route, { message, address: this.#facts.addressOf(message), params: {}, query: {}, path });
  }

  #runBounded(route: Route, incoming: Incoming): Promise<Answer> {
    const end = this.#load.begin(incoming.message, route.definition.request?.maxBodyBytes ?? defaultMaxBodyBytes);
    return end ? this.#run(route, incoming).finally(end) : Promise.resolve(tooBusy);
  }

  async #run(route: Route, incoming: Incoming): Promise<Answer> {
    const { definition, status, checks } = route;
    const { message, address, params, query } = incoming;
    const credentials = { headers: message.headers, method: definition.method, address };
    const caller = this.#authenticator.authorize(credentials, definition.scope);
    checks.params?.(params);
    checks.query?.(query);
    const exchange = { message, headers: {} };
    // Nothing here holds the body: many requests at a time wait for their answer.
    const answer = await this.#handle(route, { ...incoming, caller, body: await bodyOf(route, message) }, exchange);
    return { status, headers: exchange.headers, body: answer };
  }

  #handle({ definition, handle }: Route, checked: Checked, exchange: Exchange): unknown {
    const { params, query, body, caller, path, message } = checked;
    const request = { params, query, body, caller, path, hubUrl: this.#facts.hubUrlOf(message) };
    const origin = `${definition.operationId} by ${caller.name}`;
    return causedBy(origin, () => handle(request as RouteRequest<never, never>, exchange));
  }

  /** An integration's schemas at once, so that a wrong one fails its setup; the core's, which are tested, when they are needed. */
  #compile({ request }: RouteDefinition, owner: string): Route["checks"] {
    const compile = owner === "core" ? lazily : (make: () => Check) => make();
    const { params, query, body } = request ?? {};
    return {
      ...(params ? { params: compile(() => this.#validation.texts(params)) } : {}),
      ...(query ? { query: compile(() => this.#validation.texts(query)) } : {}),
      ...(body ? { body: compile(() => this.#validation.body(body)) } : {}),
    };
  }
}

async function bodyOf({ definition, checks }: Route, message: IncomingMessage): Promise<unknown> {
  const { request } = definition;
  if (!request?.body) return undefined;
  const sent = await readJson(message, request.maxBodyBytes ?? defaultMaxBodyBytes);
  const body = request.hasOptionalBody ? (sent ?? {}) : sent;
  if (body === undefined) throw new PlatformError("BAD_REQUEST", "The body is empty; send JSON");
  checks.body?.(body);
  return body;
}

/** Compiling the schemas of all routes at the start would cost 3 MB, most of it for nothing. */
function lazily(make: () => Check): Check {
  let check: Check | undefined;
  return (value) => {
    check ??= make();
    check(value);
  };
}

function successStatus({ operationId, responses }: RouteDefinition): number {
  const status = Object.keys(responses)
    .map(Number)
    .find((candidate) => candidate >= 200 && candidate < 300);
  if (status === undefined) throw new TypeError(`The route ${operationId} declares no successful response`);
  return status;
}
