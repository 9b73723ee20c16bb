import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { IntegrationStorage } from "../../../core/integrations/storage.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;

beforeEach(async () => {
  house = await TestRooms.open();
});

afterEach(() => house.remove());

const storageOf = (domain: string) => new IntegrationStorage(house.store.database, domain);

describe("an integration's storage", () => {
  it("keeps values over a restart, each integration for itself", async () => {
    await storageOf("docker").set("cursor", { at: 5, list: [1, "two", null] });
    await storageOf("slack").set("cursor", "other");
    house = await house.restart();

    expect([await storageOf("docker").get("cursor"), await storageOf("docker").keys()]).toEqual([
      { at: 5, list: [1, "two", null] },
      ["cursor"],
    ]);
  });

  it("overwrites, deletes, and knows nothing of what was never set", async () => {
    const storage = storageOf("docker");
    await storage.set("a", 1);
    await storage.set("a", 2);
    await storage.set("b", 3);
    await storage.delete("b");

    expect([await storage.get("a"), await storage.get("b"), await storage.keys()]).toEqual([2, undefined, ["a"]]);
  });

  it("is no place for files", async () => {
    await expect(storageOf("docker").set("big", "x".repeat(1024 * 1024))).rejects.toThrow("cannot be kept");
  });
});
