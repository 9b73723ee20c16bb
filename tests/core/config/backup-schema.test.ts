import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../../core/config/load.ts";
import { ConfigFiles } from "./config-files.ts";

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

function load(text: string) {
  const path = files.write({ "config.yaml": text });
  const { backup, problems } = loadConfig({ path, knownIntegrations: [] });
  return { backup, problems: problems.map(({ line, message }) => `${line} ${message}`) };
}

const defaults = { schedule: "30 3 * * *", keep: 14, folder: null, includeKey: false };

describe("the block backup", () => {
  it("has 14 backups made, one each night, in the data folder, unless it says otherwise", () => {
    const text = 'backup: { schedule: "0 */6 * * 1-5", keep: 3, folder: ../copies, include_key: true }\n';

    expect([load(""), load(text)]).toEqual([
      { backup: defaults, problems: [] },
      {
        backup: {
          schedule: "0 */6 * * 1-5",
          keep: 3,
          folder: expect.stringMatching(/^\/.*\/copies$/),
          includeKey: true,
        },
        problems: [],
      },
    ]);
  });

  it("turns the schedule off", () => {
    expect(load("backup: { enabled: false }\n").backup).toEqual({ ...defaults, schedule: null });
  });

  it.each(["30 3 * *", "61 3 * * *", "0 0 30 2 *", "every night"])("has no schedule %j", (schedule) => {
    expect(load(`backup:\n  schedule: ${JSON.stringify(schedule)}\n`)).toEqual({
      backup: defaults,
      problems: [
        `2 backup.schedule must be a cron expression, such as "30 3 * * *" for half past three, but is ${JSON.stringify(schedule)}`,
      ],
    });
  });
});
