import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformError } from "../../../core/errors.ts";
import type { Json, ServiceHandler } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;
let stopping: AbortController;

beforeEach(async () => {
  house = await TestRooms.open();
  stopping = new AbortController();
});

afterEach(() => house.remove());

const definition = {
  name: "restart",
  title: "Restart",
  description: "Restarts a container.",
  input: {
    type: "object",
    additionalProperties: false,
    required: ["id"],
    properties: {
      id: { type: "string" },
      force: { type: "boolean", default: false },
      password: { type: "string", writeOnly: true },
    },
  },
  output: { type: "object", required: ["ok"], properties: { ok: { type: "boolean" } } },
} as const;

function add(run: ServiceHandler) {
  return house.rooms.services.add({ domain: "docker", signal: stopping.signal }, definition, run);
}

const call = (input: Json) => house.rooms.services.call("docker.restart", input, "tester");

/** Code and message of the error that a call ends with. */
async function refusal(input: Json): Promise<[string, string]> {
  const error = await call(input).catch((thrown: unknown) => thrown);
  if (!(error instanceof PlatformError)) throw new Error("It was not refused", { cause: error });
  return [error.code, error.message];
}

async function audit() {
  await house.store.database.write(async () => {});
  const rows = await house.store.database.select<{ caller: string; input: string; error_code: string | null }>(
    "SELECT caller, input, error_code FROM service_call ORDER BY id",
  );
  return rows.map(({ caller, input, error_code: code }) => [caller, JSON.parse(input), code]);
}

describe("a service", () => {
  it("gets its input checked, with defaults, and answers its output", async () => {
    add((input) => ({ ok: true, input }) as never);

    expect(await call({ id: "nginx" })).toEqual({ ok: true, input: { id: "nginx", force: false } });
  });

  it("does not share its input with the caller", async () => {
    const input = { id: "nginx" };
    add((received) => {
      (received as { id: string }).id = "changed";
      return { ok: true };
    });
    await call(input);

    expect(input).toEqual({ id: "nginx" });
  });

  it("is not run for a wrong input, which names the field", async () => {
    let runs = 0;
    add(() => {
      runs++;
    });

    expect([await refusal({}), await refusal({ id: 5 }), runs]).toEqual([
      ["VALIDATION_ERROR", "id is missing"],
      ["VALIDATION_ERROR", "id must be string"],
      0,
    ]);
  });

  it("fails in its own name when it throws, and with its own words when it refuses", async () => {
    const undo = add(() => {
      throw new Error("no such container");
    });
    const failed = await refusal({ id: "nginx" });
    undo();
    add(() => {
      throw new PlatformError("CONFLICT", "It is starting");
    });

    expect([failed, await refusal({ id: "nginx" })]).toEqual([
      ["UPSTREAM_ERROR", "The service docker.restart failed: no such container"],
      ["CONFLICT", "It is starting"],
    ]);
  });

  it("fails when it answers something else than it declares", async () => {
    add(() => ({ ok: "yes" }));

    expect(await refusal({ id: "nginx" })).toEqual([
      "UPSTREAM_ERROR",
      "The service docker.restart failed: its output is not what it declares: ok must be boolean",
    ]);
  });

  it("ends with TIMEOUT when it takes too long, and its signal says so", async () => {
    let signal: AbortSignal | undefined;
    add((_input, running) => {
      signal = running.signal;
      return new Promise<void>(() => {});
    });
    const ending = refusal({ id: "nginx" });
    await house.clock.advance(31_000);

    expect([await ending, signal?.aborted]).toEqual([
      ["TIMEOUT", "The service docker.restart did not end within 30 s"],
      true,
    ]);
  });

  it("ends when its integration stops", async () => {
    add(() => new Promise<void>(() => {}));
    const ending = refusal({ id: "nginx" });
    stopping.abort();

    expect(await ending).toEqual(["UNAVAILABLE", "The integration that offers docker.restart has stopped"]);
  });

  it("is gone when it was taken back, and its name is free again", async () => {
    add(() => ({ ok: true }))();
    const gone = await refusal({ id: "nginx" });
    add(() => ({ ok: true }));

    expect([gone[0], await call({ id: "nginx" })]).toEqual(["NOT_FOUND", { ok: true }]);
  });

  it("cannot take the name of another", () => {
    add(() => {});

    expect(() => add(() => {})).toThrow("The service docker.restart exists already");
  });

  it("leaves a trail of every call, also of refused ones, without secrets", async () => {
    add(() => ({ ok: true }));
    await call({ id: "nginx", password: "hunter2" });
    await refusal({ password: "hunter2" });
    await house.rooms.services.call("docker.none", { a: 1 }, "tester").catch(() => {});

    expect(await audit()).toEqual([
      ["tester", { id: "nginx", password: "[hidden]" }, null],
      ["tester", { password: "[hidden]" }, "VALIDATION_ERROR"],
      ["tester", null, "NOT_FOUND"],
    ]);
  });
});
