import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problems } from "../../../core/problems/problems.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;
let problems: Problems;

beforeEach(async () => {
  house = await TestRooms.open();
  problems = house.rooms.problems;
});

afterEach(() => house.remove());

const lost = { severity: "error", title: "Docker cannot be reached", advice: "Start it" } as const;
const ids = () => problems.list().map(({ id, isIgnored }) => [id, isIgnored]);

describe("a problem", () => {
  it("is there until it is taken back", () => {
    const undo = problems.report("docker", "lost", lost);
    const before = ids();
    undo();

    expect([before, ids()]).toEqual([[["docker.lost", false]], []]);
  });

  it("keeps since when it is there when it is brought up to date, and the older undo no longer takes it back", async () => {
    const since = house.clock.now();
    const older = problems.report("docker", "lost", lost);
    await house.clock.advance(5000);
    problems.report("docker", "lost", { ...lost, advice: "Start it again" });
    older();

    expect(problems.list()).toEqual([
      { ...lost, advice: "Start it again", id: "docker.lost", integration: "docker", since, isIgnored: false },
    ]);
  });

  it("is logged once, not each time", () => {
    problems.report("docker", "lost", lost);
    problems.report("docker", "lost", lost);

    expect(house.log.messages("warn")).toEqual(["Problem: Docker cannot be reached. Start it"]);
  });

  it("stays hidden when the user ignored it, also after a restart, until he wants to see it", async () => {
    const undo = problems.report("docker", "lost", lost);
    await problems.setIgnored("docker.lost", true);
    undo();
    const { database } = house.store;
    problems = new Problems(database, house.rooms.bus, house.clock, house.log);
    await problems.load();
    problems.report("docker", "lost", lost);
    const again = ids();
    await problems.setIgnored("docker.lost", false);

    expect([again, ids()]).toEqual([[["docker.lost", true]], [["docker.lost", false]]]);
  });

  it("that does not exist cannot be ignored", async () => {
    expect(await problems.setIgnored("docker.none", true)).toBe(false);
  });
});
