import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Keys } from "../../../core/auth/keys.ts";
import { StartError } from "../../../core/errors.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

let store: TestDatabase;
let keys: Keys;
let clock: FakeClock;

async function loadKeys(environmentKey?: string): Promise<Keys> {
  const loaded = new Keys(store.database, store.tables, clock, new LogSpy());
  await loaded.load(environmentKey);
  return loaded;
}

async function restart(environmentKey?: string): Promise<Keys> {
  store = await store.restart();
  return loadKeys(environmentKey);
}

beforeEach(async () => {
  clock = new FakeClock();
  store = await TestDatabase.open();
  keys = await loadKeys();
});

afterEach(() => store.remove());

describe("the admin key", () => {
  it("is made once, and works after a restart", async () => {
    const key = await keys.ensureAdminKey();
    const again = await restart();

    expect([key, again.check(key ?? ""), await again.ensureAdminKey()]).toEqual([
      expect.stringMatching(/^hlc_[\w-]{43}$/),
      { name: "admin", scope: "admin" },
      undefined,
    ]);
  });

  it("is not made when the environment gives one, which works for that run only", async () => {
    const withEnvironment = await loadKeys("a-key-of-the-user");
    const made = await withEnvironment.ensureAdminKey();
    const again = await restart();

    expect([made, withEnvironment.check("a-key-of-the-user"), again.check("a-key-of-the-user")]).toEqual([
      undefined,
      { name: "environment", scope: "admin" },
      undefined,
    ]);
  });

  it("must not be short", async () => {
    const error = await loadKeys("fifteen-letters").catch((thrown) => thrown);

    expect([error, error.exitCode, error.message]).toEqual([
      expect.any(StartError),
      2,
      "HOMELABCMD_API_KEY is too short: use at least 16 characters.",
    ]);
  });
});

describe("keys", () => {
  it("are unknown unless they are exactly right", async () => {
    const key = (await keys.ensureAdminKey()) ?? "";

    const guesses = ["", key.slice(0, -1), `${key}x`, key.toUpperCase(), "constructor", "__proto__"];

    expect(guesses.map((guess) => keys.check(guess))).toEqual(guesses.map(() => undefined));
  });

  it("are nowhere in the database's files, only their hashes are", async () => {
    const admin = (await keys.ensureAdminKey()) ?? "";
    const agent = await keys.issue("nas");
    const files = await Promise.all(["", "-wal"].map((end) => readFile(`${store.database.file}${end}`, "latin1")));
    await store.database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const written = files.join("") + (await readFile(store.database.file, "latin1"));

    const hashes = await store.database.select<{ hash: string }>("SELECT hash FROM api_key");
    expect([
      [admin, agent].map((secret) => written.includes(secret) || written.includes(secret.slice(4))),
      hashes.map(({ hash }) => written.includes(hash)),
    ]).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it("are each different", async () => {
    const tokens = await Promise.all(["a", "b", "c"].map((label) => keys.issue(label)));

    expect(new Set(tokens).size).toBe(3);
  });
});

describe("the last admin key", () => {
  it("cannot be taken back, and a key that expires does not stand in for it", async () => {
    await keys.ensureAdminKey();
    await keys.create({ name: "guest", scope: "admin", expiresAt: clock.now() + 1000 });
    const [first, guest] = keys.list();
    const refusal = await keys.remove(first?.id ?? 0).catch((error) => error.code);
    await keys.create({ name: "second", scope: "admin" });
    const removed = await keys.remove(first?.id ?? 0);
    const removedGuest = await keys.remove(guest?.id ?? 0);

    expect([refusal, removed.name, removedGuest.name, keys.list().map(({ name }) => name)]).toEqual([
      "CONFLICT",
      "admin",
      "guest",
      ["second"],
    ]);
  });

  it("may be taken back while the environment gives one", async () => {
    const withEnvironment = await loadKeys("a-key-of-the-user");
    await withEnvironment.create({ name: "second", scope: "admin" });
    const removed = await withEnvironment.remove(withEnvironment.list()[0]?.id ?? 0);

    expect([removed.name, withEnvironment.list()]).toEqual(["second", []]);
  });
});

describe("an agent token", () => {
  it("made for a GUID grants that one only, after a restart too", async () => {
    const token = await keys.issue("nas", "A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D");
    const again = await restart();

    const grant = { name: "nas", scope: "agent", agentGuid: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d" };
    expect([keys.check(token), again.check(token)]).toEqual([grant, grant]);
  });

  it("is issued for a label, and valid after a restart", async () => {
    const token = await keys.issue("nas");
    const again = await restart();

    expect([token, again.check(token), again.isValid(token)]).toEqual([
      expect.stringMatching(/^hla_[\w-]{43}$/),
      { name: "nas", scope: "agent" },
      true,
    ]);
  });

  it("takes back the label's earlier one, for good, and nobody else's", async () => {
    const other = await keys.issue("pi");
    const first = await keys.issue("nas");
    const second = await keys.issue("nas");
    const before = [other, first, second].map((token) => keys.isValid(token));
    const again = await restart();

    expect([before, [other, first, second].map((token) => again.isValid(token))]).toEqual([
      [true, false, true],
      [true, false, true],
    ]);
  });

  it("does not take back an admin key of the same name, and an admin key is no agent token", async () => {
    const admin = (await keys.ensureAdminKey()) ?? "";
    await keys.issue("admin");

    expect([keys.check(admin)?.scope, keys.isValid(admin)]).toEqual(["admin", false]);
  });

  it("is not handed out when it cannot be stored", async () => {
    const repair = await store.breakInserts("api_key");
    const failure = await keys.issue("nas").catch((error) => error);
    await repair();

    expect(failure).toBeInstanceOf(Error);
  });
});
