import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Sessions } from "../../../core/auth/sessions.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

const day = 86_400_000;
const grant = { name: "admin", scope: "admin" } as const;

let store: TestDatabase;
let clock: FakeClock;
let log: LogSpy;
let sessions: Sessions;

async function loadSessions(): Promise<Sessions> {
  const loaded = new Sessions(store.database, store.tables, clock, log);
  await loaded.load();
  return loaded;
}

async function restart(): Promise<Sessions> {
  store = await store.restart();
  return loadSessions();
}

beforeEach(async () => {
  store = await TestDatabase.open();
  clock = new FakeClock();
  log = new LogSpy();
  sessions = await loadSessions();
});

afterEach(() => store.remove());

const rows = () => store.database.select<{ hash: string }>("SELECT * FROM session");

describe("a session", () => {
  it("belongs to who opened it, also after a restart", async () => {
    const cookie = await sessions.open(grant);
    const again = await restart();

    expect([cookie, sessions.check(cookie), again.check(cookie)]).toEqual([
      expect.stringMatching(/^hls_[\w-]{43}$/),
      grant,
      grant,
    ]);
  });

  it("is stored by the hash of its cookie only", async () => {
    const cookie = await sessions.open(grant);

    expect([JSON.stringify(await rows()).includes(cookie.slice(4)), (await rows()).length]).toEqual([false, 1]);
  });

  it("ends 30 days after it was last used", async () => {
    const cookie = await sessions.open(grant);
    await clock.advance(30 * day - 1);
    const last = (await restart()).check(cookie);
    await clock.advance(30 * day);

    expect([last, sessions.check(cookie), (await restart()).check(cookie)]).toEqual([grant, undefined, undefined]);
  });

  it("is prolonged by its use, also over a restart, and not more than once a day", async () => {
    const cookie = await sessions.open(grant);
    const before = await rows();
    await clock.advance(day - 1);
    sessions.check(cookie);
    await store.database.write(async () => {});
    const afterHours = await rows();
    for (let used = 0; used < 3; used++) {
      await clock.advance(20 * day);
      sessions.check(cookie);
    }
    await store.database.write(async () => {});

    expect([afterHours, (await restart()).check(cookie)]).toEqual([before, grant]);
  });

  it("ends with the logout, here and on disk, and no other does", async () => {
    const [mine, other] = [await sessions.open(grant), await sessions.open(grant)];
    await sessions.close(mine);
    await sessions.close("hls_unknown");
    const again = await restart();

    expect([sessions.check(mine), again.check(mine), again.check(other)]).toEqual([undefined, undefined, grant]);
  });

  it("is removed from disk on the next start once it is over", async () => {
    await sessions.open(grant);
    await clock.advance(30 * day);
    await restart();

    expect(await rows()).toEqual([]);
  });

  it("is not opened by anything else than its cookie", async () => {
    const cookie = await sessions.open(grant);

    expect(["", "hls_", cookie.slice(0, -1), `${cookie}=`, "__proto__"].map((guess) => sessions.check(guess))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
