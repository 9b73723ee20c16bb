import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AgentCredentials } from "../../../core/auth/agent-credentials.ts";
import { Enrolment } from "../../../core/auth/enrolment.ts";
import { EnrolmentTokens } from "../../../core/auth/enrolment-tokens.ts";
import { FailureLimit } from "../../../core/auth/failure-limit.ts";
import { Keys } from "../../../core/auth/keys.ts";
import { PlatformError } from "../../../core/errors.ts";
import { RemovedMachines } from "../../../core/machines/removed.ts";
import type { NewEnrolmentToken } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const minute = 60_000;

interface Rooms {
  readonly enrolment: Enrolment;
  readonly credentials: AgentCredentials;
  readonly keys: Keys;
}

let store: TestDatabase;
let clock: FakeClock;
let rooms: Rooms;

beforeEach(async () => {
  clock = new FakeClock();
  store = await TestDatabase.open();
  rooms = await load();
});

afterEach(() => store.remove());

async function load(): Promise<Rooms> {
  const keys = new Keys(store.database, store.tables, clock, new LogSpy());
  const credentials = new AgentCredentials(keys, store.database, clock);
  const tokens = new EnrolmentTokens(store.database, clock);
  const removed = new RemovedMachines(store.database, clock);
  await keys.load(undefined);
  for (const room of [credentials, tokens, removed]) await room.load();
  const limit = new FailureLimit(clock);
  return { enrolment: new Enrolment({ tokens, credentials, keys, limit, removed, clock }), credentials, keys };
}

async function restart(): Promise<void> {
  store = await store.restart();
  rooms = await load();
}

async function make(wanted: Partial<NewEnrolmentToken> = {}): Promise<string> {
  const expiresAt = clock.now() + 15 * minute;
  const token = { name: null, mode: "readonly", expiresAt, maxUses: 1, ...wanted } as const;
  return (await rooms.enrolment.create(token)).secret;
}

/** The agent's token, or why there is none. */
async function claim(enrolmentToken: string, who = guid, presentToken: string | null = null): Promise<string | null> {
  const request = { enrolmentToken, guid: who, hostname: "nas", presentToken, address: "192.168.1.9" };
  try {
    return (await rooms.enrolment.claim(request)).token;
  } catch (error) {
    return error instanceof PlatformError ? `${error.code}: ${error.message}` : String(error);
  }
}

describe("an enrolment token", () => {
  it("becomes an agent's own token, also after a restart, and is kept as a hash only", async () => {
    const secret = await make({ name: "nas" });
    await restart();
    const token = (await claim(secret)) ?? "";
    await restart();
    const rows = await store.database.select("SELECT * FROM enrolment_token, api_key");

    expect([
      rooms.keys.check(token),
      JSON.stringify(rows).includes(secret.slice(8)),
      JSON.stringify(rows).includes(token.slice(8)),
      rooms.enrolment.list(),
    ]).toEqual([
      { name: `agent ${guid}`, scope: "agent", agentGuid: guid },
      false,
      false,
      [expect.objectContaining({ name: "nas", claims: [{ guid, hostname: "nas", claimedAt: clock.now() }] })],
    ]);
  });

  it("works for the same agent again, whose earlier token ends then", async () => {
    const secret = await make();
    const first = (await claim(secret)) ?? "";
    const second = (await claim(secret)) ?? "";

    expect([rooms.keys.check(first), rooms.keys.check(second)?.agentGuid]).toEqual([undefined, guid]);
  });

  it("gives nobody the place of an agent that has reported, not even with the token that this one came with", async () => {
    const image = await make({ maxUses: 10 });
    const own = (await claim(image)) ?? "";
    rooms.keys.check(own);

    expect([await claim(image), rooms.keys.isValid(own)]).toEqual([
      expect.stringMatching(/^CONFLICT: The agent .* has a token already/),
      true,
    ]);
  });

  it("says why it does not work: unknown, used up, too old, revoked", async () => {
    const usedUp = await make();
    await claim(usedUp);
    const old = await make({ expiresAt: clock.now() + minute });
    const revoked = await make();
    await rooms.enrolment.remove(rooms.enrolment.list()[0]?.id ?? 0);
    await clock.advance(minute);

    expect([await claim("hle_guess"), await claim(usedUp, otherGuid), await claim(old), await claim(revoked)]).toEqual([
      "UNAUTHORIZED: This enrolment token is not known; it was mistyped or revoked. Make a new one",
      "UNAUTHORIZED: This enrolment token works once and is used up. Make one for this machine",
      "UNAUTHORIZED: This enrolment token expired at 2026-01-15T12:01:00.000Z. Make a new one",
      "UNAUTHORIZED: This enrolment token is not known; it was mistyped or revoked. Make a new one",
    ]);
  });

  it("lets no more in than it may when all come at once", async () => {
    const secret = await make({ maxUses: 2 });
    const guids = ["1", "2", "3", "4"].map((digit) => guid.replace("a1b2c3d4", digit.repeat(8)));
    const outcomes = await Promise.all(guids.map((one) => claim(secret, one)));

    expect(outcomes.filter((outcome) => outcome?.startsWith("hla_")).length).toBe(2);
  });

  it("makes who guesses wait", async () => {
    for (let guess = 0; guess < 10; guess++) await claim(`hle_guess-${guess}`);

    expect(await claim(await make())).toBe("RATE_LIMITED: Too many wrong keys from 192.168.1.9; try again in 300 s");
  });

  it("takes no other agent's place, and leaves an agent its token that shows it", async () => {
    const own = (await claim(await make())) ?? "";
    const stranger = await make();

    expect([await claim(stranger), await claim("hle_used-up", guid, own), rooms.keys.check(own)?.agentGuid]).toEqual([
      expect.stringMatching(/^CONFLICT: The agent .* has a token already/),
      null,
      guid,
    ]);
  });

  it("does not bring an agent back that was sent away, unless it is a newer one", async () => {
    const image = await make({ maxUses: 10 });
    await claim(image);
    await rooms.credentials.revoke(guid);
    await restart();
    const old = await claim(image);
    await clock.advance(1);

    expect([old, await claim(await make())]).toEqual([
      "UNAUTHORIZED: This agent's token was revoked. Make a new enrolment token to let it in",
      expect.stringMatching(/^hla_/),
    ]);
  });

  it("is forgotten a week after its end", async () => {
    await make();
    await clock.advance(7 * 24 * 60 * minute + 16 * minute);
    await make({ name: "new" });

    expect(rooms.enrolment.list().map(({ name }) => name)).toEqual(["new"]);
  });
});

describe("the rotation of an agent's token", () => {
  const label = `agent ${guid}`;

  it("leaves the old one valid until the new one is used, and then ends it for good", async () => {
    const old = (await claim(await make())) ?? "";
    rooms.keys.check(old);
    await rooms.credentials.rotate(guid);
    const next = rooms.credentials.waiting(guid, label) ?? "";
    const during = [rooms.keys.isValid(old), rooms.credentials.get(guid)?.isRotating];
    rooms.keys.check(next);
    const after = [rooms.keys.isValid(old), rooms.credentials.get(guid)?.isRotating];
    await restart();

    expect([during, after, rooms.credentials.waiting(guid, label), rooms.keys.isValid(old)]).toEqual([
      [true, true],
      [false, false],
      null,
      false,
    ]);
  });

  it("hands the new one to nobody but the holder of the old one", async () => {
    await claim(await make());
    await rooms.credentials.rotate(guid);

    expect([
      rooms.credentials.waiting(guid, "a shared key"),
      rooms.credentials.waiting(otherGuid, label),
      await rooms.credentials.rotate(otherGuid).catch((error) => error.code),
    ]).toEqual([null, null, "NOT_FOUND"]);
  });

  it("that is repeated before the agent came ends no token that the agent may have got", async () => {
    const old = (await claim(await make())) ?? "";
    await rooms.credentials.rotate(guid);
    const first = rooms.credentials.waiting(guid, label) ?? "";
    await rooms.credentials.rotate(guid);

    expect([rooms.keys.isValid(first), rooms.keys.isValid(old)]).toEqual([true, false]);
  });
});
