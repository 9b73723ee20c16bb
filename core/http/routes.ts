import type { IncomingMessage } from "node:http";
import express, { type Request, type RequestHandler, type Router } from "express";
import type { Authenticator } from "../auth/authenticator.ts";
import { causedBy } from "../causes/causes.ts";
import { PlatformError } from "../errors.ts";
import type { Check, Validation } from "../schemas/validation.ts";
import type { RouteDefinition, RouteRequest, Undo } from "../sdk/index.ts";
import { type Answer, send } from "./answer.ts";
import { apiBase } from "./api-base.ts";
import { withEntityTag } from "./entity-tag.ts";
import { matchesPath } from "./path-pattern.ts";
import { readJson } from "./read-json.ts";

const defaultMaxBodyBytes = 1024 * 1024;

/** What the core's own routes may also touch: the request itself, and headers of the answer. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly headers: Record<string, string>;
}

/** Runs a validated request and returns the body of the answer. */
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

/** Every declared route. Each owner's routes can be taken away again while the server runs. */
export class Routes {
  readonly #authenticator: Authenticator;
  readonly #validation: Validation;
  readonly #addressOf: (message: IncomingMessage) => string;
  readonly #routers = new Map<string, Set<Router>>();
  readonly #hot = new Map<string, Route>();
  readonly #definitions = new Set<RouteDefinition>();

  constructor(authenticator: Authenticator, validation: Validation, addressOf: (message: IncomingMessage) => string) {
    this.#authenticator = authenticator;
    this.#validation = validation;
    this.#addressOf = addressOf;
  }

  /** Adds a route. Its schemas are compiled once, here; a wrong schema throws. */
  add(definition: RouteDefinition, handle: Handle, owner: string): Undo {
    const route = { definition, handle, status: successStatus(definition), checks: this.#compile(definition, owner) };
    const router = express.Router({ caseSensitive: true });
    const method = definition.method.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
    for (const path of definition.alias ? [definition.path, definition.alias] : [definition.path]) {
      router[method](path, this.#expressHandler(route));
    }
    const routers = this.#routers.get(owner) ?? new Set();
    this.#routers.set(owner, routers.add(router));
    const hotKey = `${definition.method} ${apiBase}${definition.path}`;
    if (definition.hot) this.#hot.set(hotKey, route);
    const undoDescription = this.describe(definition);
    return () => {
      undoDescription();
      routers.delete(router);
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
    const found = this.definitions().filter((route) =>
      [route.path, route.alias].some((pattern) => pattern !== undefined && matchesPath(pattern, path)),
    );
    const methods = new Set<string>(found.map(({ method }) => method));
    if (methods.has("GET")) methods.add("HEAD");
    return methods.size > 0 ? [...methods.add("OPTIONS")].toSorted() : [];
  }

  /** The Express side: tries the routes of every owner. */
  readonly middleware: RequestHandler = (request, response, next) => {
    const routers = [...this.#routers.values()].flatMap((set) => [...set]);
    const tryNext = (index: number) => {
      const router = routers[index];
      if (!router) return next();
      router(request, response, (error?: unknown) => (error ? next(error) : tryNext(index + 1)));
    };
    tryNext(0);
  };

  /** The front side: the answer when a hot route of exactly this method and URL exists, else `undefined`. */
  runHot(message: IncomingMessage): Promise<Answer> | undefined {
    const route = this.#hot.get(`${message.method} ${message.url}`);
    if (!route) return undefined;
    const path = route.definition.path;
    return this.#run(route, { message, address: this.#addressOf(message), params: {}, query: {}, path });
  }

  #expressHandler(route: Route): RequestHandler {
    return async (request: Request, response) => {
      const params = { ...request.params } as Record<string, string>;
      const query = { ...request.query };
      const address = this.#addressOf(request);
      const answer = await this.#run(route, { message: request, address, params, query, path: request.path });
      const { conditional } = route.definition;
      send(response, conditional ? withEntityTag(answer, request.headers["if-none-match"]) : answer);
    };
  }

  async #run({ definition, handle, status, checks }: Route, incoming: Incoming): Promise<Answer> {
    const { message, address, params, query, path } = incoming;
    const credentials = { headers: message.headers, method: definition.method, address };
    const caller = this.#authenticator.authorize(credentials, definition.scope);
    checks.params?.(params);
    checks.query?.(query);
    let body: unknown;
    if (definition.request?.body) {
      body = await readJson(message, definition.request.maxBodyBytes ?? defaultMaxBodyBytes);
      if (body === undefined) throw new PlatformError("BAD_REQUEST", "The body is empty; send JSON");
      checks.body?.(body);
    }
    const headers: Record<string, string> = {};
    const request = { params, query, body, caller, path } as RouteRequest<never, never>;
    const origin = `${definition.operationId} by ${caller.name}`;
    return { status, headers, body: await causedBy(origin, () => handle(request, { message, headers })) };
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
