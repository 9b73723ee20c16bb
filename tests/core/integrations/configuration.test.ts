import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../core/integrations/context.ts";
import { UndoStack } from "../../../core/lifecycle/undo-stack.ts";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;
let undos: UndoStack;

beforeEach(async () => {
  house = await TestRooms.open();
  undos = new UndoStack();
});

afterEach(() => house.remove());

/** The context of an integration with these permissions. */
function contextWith(...permissions: string[]): IntegrationContext {
  const manifest = { domain: "alerts", name: "Alerts", version: "1.0.0", api: 1, description: "About", permissions };
  return createContext(house.rooms, { manifest, config: {}, signal: new AbortController().signal, undos });
}

const written = () => readFile(house.rooms.liveConfig.running.config.source.file, "utf8");

describe("the configuration of an integration's context", () => {
  it("reads what holds, and nothing that is not there", () => {
    const { configuration } = contextWith();

    expect([
      configuration.read("hub.offline_after_seconds"),
      configuration.read("integrations.slack.webhook_url"),
      configuration.read("hub.constructor"),
    ]).toEqual([180, undefined, undefined]);
  });

  it("writes settings that the manifest permits, and takes them out again", async () => {
    const { configuration } = contextWith("config:hub");
    await configuration.edit([
      { setting: "hub.name", value: "Cellar" },
      { setting: "hub.offline_after_seconds", value: 300 },
    ]);
    const both = [await written(), configuration.read("hub.name")];
    await configuration.edit([{ setting: "hub.name", value: undefined }]);

    expect([both, await written()]).toEqual([
      ["hub:\n  name: Cellar\n  offline_after_seconds: 300\n", "Cellar"],
      "hub:\n  offline_after_seconds: 300\n",
    ]);
  });

  it.each(["config:hub.nam", "config:hub.name.first", "config:integrations", "hub.name", "config:"])(
    "refuses to write hub.name with the permission %j",
    async (permission) => {
      const { configuration } = contextWith(permission);

      await expect(configuration.edit([{ setting: "hub.name", value: "Mine" }])).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    },
  );

  it("shows fields of an integration for as long as it runs", async () => {
    contextWith().configuration.contribute(() => ({ thresholds: { cpu: 90 } }));
    const running = house.rooms.configFields.read();
    await undos.unwind();

    expect([running, house.rooms.configFields.read()]).toEqual([{ thresholds: { cpu: 90 } }, {}]);
  });
});

it("a channel is tested only by an integration whose manifest permits it", async () => {
  expect(() => contextWith().testChannel("slack")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  await expect(contextWith("test-channel").testChannel("slack")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
