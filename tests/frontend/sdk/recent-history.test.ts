import { assert } from "chai";
import type { EntitySource, History, HistoryQuery } from "../../../frontend/sdk/index.ts";
import { RecentHistory } from "../../../frontend/sdk/recent-history.ts";

const hour = 3_600_000;
const id = "nas.cpu_percent";

/** Hears what becomes of one query; the hub answers with one bucket of the value 10. */
function recent(range: HistoryQuery["range"]) {
  const start = Date.parse("2026-01-15T12:00:00Z");
  const course = { now: start, loads: 0, watched: 0 };
  const entity = { id, available: true, value: 90, changedAt: start + 1000 };
  const entities = {
    watch: () => {
      course.watched += 1;
      return () => {};
    },
    match: () => [entity],
  };
  const load = async (): Promise<History> => {
    course.loads += 1;
    const points = [{ time: course.now - 4 * hour, value: 10, lowest: 5, highest: 20 }];
    return { bucketMilliseconds: 4 * hour, pointsByEntity: new Map([[id, points]]) };
  };
  const history = new RecentHistory({
    history: { load, onGap: () => () => {} },
    entities: entities as unknown as EntitySource,
    query: { entities: [id], range, points: 180 },
    now: () => course.now,
    onLoaded: () => {},
  });
  return { history, course };
}

describe("a recent history", () => {
  it("of a day goes on with what comes in", async () => {
    const { history, course } = recent("24h");
    await history.load();
    history.start();
    course.now += 2000;

    assert.deepEqual([course.watched, history.points(id).map(({ value }) => value)], [1, [10, 90]]);
  });

  it("of a month shows whole buckets alone", async () => {
    const { history, course } = recent("30d");
    await history.load();
    history.start();
    course.now += 2000;

    assert.deepEqual([course.watched, history.points(id).map(({ value }) => value)], [0, [10]]);
  });

  it("of a month is to be read again once a bucket has passed, that of a day never is", async () => {
    const [month, day] = [recent("30d"), recent("24h")];
    const behind: boolean[] = [];
    for (const { history, course } of [month, day]) {
      await history.load();
      behind.push(history.isBehind);
      course.now += 4 * hour + 1;
      behind.push(history.isBehind);
      await history.load();
      behind.push(history.isBehind);
    }

    assert.deepEqual(behind, [false, true, false, false, false, false]);
  });
});
