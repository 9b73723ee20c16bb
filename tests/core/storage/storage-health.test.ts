import { describe, expect, it } from "vitest";
import type { Problem } from "../../../core/sdk/index.ts";
import { StorageHealth } from "../../../core/storage/storage-health.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const fault = (code: string) => Object.assign(new Error(`${code}: of the driver`), { code });

function make() {
  const clock = new FakeClock();
  /** What was shown and taken back, in order. */
  const course: string[] = [];
  const health = new StorageHealth(clock, ({ title }: Problem) => {
    course.push(title);
    return () => void course.push("over");
  });
  return { clock, course, health };
}

describe("the health of the storage", () => {
  it.each([
    ["SQLITE_FULL", "The disk is full: nothing can be stored"],
    ["SQLITE_READONLY", "The database is read-only: nothing can be stored"],
    ["SQLITE_BUSY", "The database is locked by another program: nothing can be stored"],
    ["SQLITE_IOERR", "The database cannot be reached on its disk"],
    ["SQLITE_CORRUPT", "The database is damaged"],
  ])("knows what %s means", (code, title) => {
    const { course, health } = make();

    health.failed(fault(code));

    expect(course).toEqual([title]);
  });

  it("shows a fault once, however often it is met and whoever meets it", () => {
    const { course, health } = make();

    for (let count = 0; count < 100; count++) {
      health.failed(new Error("wrapped", { cause: Object.assign(new Error(), { original: fault("SQLITE_FULL") }) }));
    }

    expect(course).toEqual(["The disk is full: nothing can be stored"]);
  });

  it("takes it back when writing has worked for a while, not between two failures", async () => {
    const { clock, course, health } = make();
    health.failed(fault("SQLITE_FULL"));
    await clock.advance(9000);
    health.worked();
    health.failed(fault("SQLITE_FULL"));
    await clock.advance(9000);
    health.worked();
    const before = [...course];
    await clock.advance(1000);
    health.worked();
    health.worked();
    health.failed(fault("SQLITE_FULL"));

    const full = "The disk is full: nothing can be stored";
    expect([before, course]).toEqual([[full], [full, "over", full]]);
  });

  it("shows another fault in place of the one before, but damage stays", async () => {
    const { clock, course, health } = make();
    for (const code of ["SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_FULL"]) health.failed(fault(code));
    await clock.advance(60_000);
    health.worked();

    expect(course).toEqual([
      "The database is locked by another program: nothing can be stored",
      "over",
      "The database cannot be reached on its disk",
      "over",
      "The database is damaged",
    ]);
  });

  it("is not concerned with statements that are wrong", () => {
    const { course, health } = make();

    for (const code of ["SQLITE_ERROR", "SQLITE_CONSTRAINT", "ENOENT"]) health.failed(fault(code));
    health.failed("no error at all");

    expect(course).toEqual([]);
  });
});
