import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../core/sdk/index.ts";
import { TestHub } from "../support/test-hub.ts";
import { type Operation, operationsOf, readApiDocument } from "./api-document.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

let hub: TestHub;
let operations: readonly Operation[];
let keys: Readonly<Record<"viewer" | "operator" | "agent", string>>;

beforeAll(async () => {
  hub = await TestHub.start();
  operations = operationsOf(await readApiDocument(hub));
  const [viewer, operator, agent] = await Promise.all(["viewer", "operator", "agent"].map((scope) => makeKey(scope)));
  keys = { viewer, operator, agent } as typeof keys;
});

afterAll(() => hub.remove());

async function makeKey(scope: string): Promise<string> {
  const { body } = await hub.call("POST", "/auth/keys", { name: `${scope} of the walk`, scope });
  return String(body["key"]);
}

/** What an operation says that it needs. */
function scopeOf({ description, security }: Operation): Scope {
  if (security?.length === 0) return "open";
  return (/Needs the scope `(\w+)`/.exec(description)?.[1] ?? "agent") as Scope;
}

/** Calls an operation, with nothing in its parameters that exists, and says how that ended. */
async function call({ method, path }: Operation, headers: Record<string, string>): Promise<number> {
  const url = `${hub.url}${path.replace(/\{\w+\}/g, "1")}`;
  const hasBody = method !== "GET" && method !== "DELETE";
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(hasBody ? { "Content-Type": "application/json" } : {}) },
    ...(hasBody ? { body: "{}" } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

/** Every operation with how it ended for the sender of some headers. */
function walk(wanted: (operation: Operation) => boolean, headers: Record<string, string>) {
  const chosen = operations.filter(wanted);
  return Promise.all(
    chosen.map(async (operation) => [`${operation.method} ${operation.path}`, await call(operation, headers)] as const),
  );
}

const refusals = (outcomes: readonly (readonly [string, number])[]) =>
  outcomes.filter(([, status]) => status === 401 || status === 403);
const needs = (...scopes: readonly Scope[]) => {
  return (operation: Operation) => scopes.includes(scopeOf(operation));
};

describe("every documented operation", () => {
  it("answers 401 to who shows nothing, unless it is open", async () => {
    const outcomes = await walk((operation) => scopeOf(operation) !== "open", {});

    expect(outcomes.filter(([, status]) => status !== 401)).toEqual([]);
  });

  it("that is open asks nobody for a key", async () => {
    const outcomes = await walk((operation) => scopeOf(operation) === "open", {});

    expect(outcomes.filter(([, status]) => status === 403)).toEqual([]);
  });

  it("for operators and admins answers 403 to a viewer", async () => {
    const outcomes = await walk(needs("operator", "admin", "agent"), { "X-API-Key": keys.viewer });

    expect(outcomes.filter(([, status]) => status !== 403)).toEqual([]);
  });

  it("for viewers lets a viewer in", async () => {
    expect(refusals(await walk(needs("viewer"), { "X-API-Key": keys.viewer }))).toEqual([]);
  });

  it("for admins answers 403 to an operator, and every other lets him in", async () => {
    const headers = { "X-API-Key": keys.operator };
    const closed = await walk(needs("admin", "agent"), headers);
    const open = await walk(needs("viewer", "operator"), headers);

    expect([closed.filter(([, status]) => status !== 403), refusals(open)]).toEqual([[], []]);
  });

  it("but the heartbeat answers 403 to an agent", async () => {
    const outcomes = await walk(needs("viewer", "operator", "admin"), {
      "X-Agent-Token": keys.agent,
      "X-Server-GUID": guid,
    });

    expect(outcomes.filter(([, status]) => status !== 403)).toEqual([]);
  });

  it("answers 403 to the token of another machine's agent", async () => {
    const headers = { "X-Agent-Token": keys.agent, "X-Server-GUID": guid, "Content-Type": "application/json" };
    const heartbeat = {
      server_id: "nas",
      hostname: "nas",
      timestamp: new Date().toISOString(),
      server_guid: otherGuid,
    };
    const { status } = await hub.call("POST", "/agents/heartbeat", heartbeat, headers);

    expect([status, (await hub.call("GET", "/machines")).body["total"]]).toEqual([403, 0]);
  });
});
