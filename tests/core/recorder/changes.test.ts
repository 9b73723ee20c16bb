import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChangesQuery, readChanges } from "../../../core/recorder/changes.ts";
import type { EntityValue } from "../../../core/sdk/index.ts";
import { TestRecorder } from "../../support/test-recorder.ts";

let room: TestRecorder;

beforeEach(async () => {
  room = await TestRecorder.open();
});

afterEach(() => room.remove());

async function record(seriesId: number, changes: readonly (readonly [at: number, value: EntityValue])[]) {
  for (const [at, value] of changes) room.recorder.recordChange({ seriesId, at, value, available: true });
  await room.recorder.committed();
}

async function read(query: Partial<ChangesQuery>) {
  const found = await readChanges(room.store.database, { seriesIds: [1], from: 0, to: 1e12, limit: 100, ...query });
  return [...found].map(([seriesId, { changes, isComplete }]) => {
    return [seriesId, isComplete, changes.map(({ at, value }) => [at, value])];
  });
}

describe("the changes of a series", () => {
  beforeEach(() =>
    record(1, [
      [100, "a"],
      [200, "b"],
      [300, "c"],
    ]),
  );

  it.each([
    [
      "begin with what was there before",
      { from: 250 },
      [
        [200, "b"],
        [300, "c"],
      ],
    ],
    [
      "begin at a change that is exactly at the begin",
      { from: 200 },
      [
        [200, "b"],
        [300, "c"],
      ],
    ],
    [
      "begin later when nothing is known of before",
      { from: 50 },
      [
        [100, "a"],
        [200, "b"],
        [300, "c"],
      ],
    ],
    [
      "end before the end",
      { to: 300 },
      [
        [100, "a"],
        [200, "b"],
      ],
    ],
    ["are the one from before when there is none within", { from: 310 }, [[300, "c"]]],
  ])("%s", async (_, query, changes) => {
    expect(await read(query)).toEqual([[1, true, changes]]);
  });

  it("are as many as were asked for, the oldest, and say whether there are more", async () => {
    expect([await read({ limit: 2 }), await read({ limit: 3 })]).toEqual([
      [
        [
          1,
          false,
          [
            [100, "a"],
            [200, "b"],
          ],
        ],
      ],
      [
        [
          1,
          true,
          [
            [100, "a"],
            [200, "b"],
            [300, "c"],
          ],
        ],
      ],
    ]);
  });

  it("leave out what repeats what was known", async () => {
    await record(1, [
      [150, "a"],
      [250, "b"],
    ]);

    expect(await read({})).toEqual([
      [
        1,
        true,
        [
          [100, "a"],
          [200, "b"],
          [300, "c"],
        ],
      ],
    ]);
  });

  it("are read of several series at once, each with its own begin; those without any are left out", async () => {
    await record(2, [
      [10, true],
      [900, false],
    ]);

    expect(await read({ seriesIds: [1, 2, 3], from: 300 })).toEqual([
      [1, true, [[300, "c"]]],
      [
        2,
        true,
        [
          [10, true],
          [900, false],
        ],
      ],
    ]);
  });
});
