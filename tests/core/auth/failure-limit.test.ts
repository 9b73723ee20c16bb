import { beforeEach, describe, expect, it } from "vitest";
import { FailureLimit } from "../../../core/auth/failure-limit.ts";
import { FakeClock } from "../../support/fake-clock.ts";

let clock: FakeClock;
let limit: FailureLimit;

beforeEach(() => {
  clock = new FakeClock();
  limit = new FailureLimit(clock);
});

function fail(times: number, address = "10.0.0.1"): void {
  for (let count = 0; count < times; count++) limit.failed(address);
}

describe("the failure limit", () => {
  it("lets an address fail nine times, and has it wait after the tenth", () => {
    fail(9);
    const afterNine = limit.waitSeconds("10.0.0.1");
    fail(1);

    expect([afterNine, limit.waitSeconds("10.0.0.1")]).toEqual([0, 300]);
  });

  it("counts within five minutes of the first failure, and tells how long is left", async () => {
    fail(10);
    await clock.advance(1);
    const soon = limit.waitSeconds("10.0.0.1");
    await clock.advance(299_998);
    const last = limit.waitSeconds("10.0.0.1");
    await clock.advance(1);

    expect([soon, last, limit.waitSeconds("10.0.0.1")]).toEqual([300, 1, 0]);
  });

  it("does not start the wait anew for failures during it", async () => {
    fail(10);
    await clock.advance(200_000);
    fail(50);

    expect(limit.waitSeconds("10.0.0.1")).toBe(100);
  });

  it("counts from nothing once the wait is over", async () => {
    fail(10);
    await clock.advance(300_000);
    fail(9);

    expect(limit.waitSeconds("10.0.0.1")).toBe(0);
  });

  it("has nobody else wait", () => {
    fail(10);

    expect(limit.waitSeconds("10.0.0.2")).toBe(0);
  });

  it("forgives by one success", () => {
    fail(9);
    limit.succeeded("10.0.0.1");
    fail(9);

    expect(limit.waitSeconds("10.0.0.1")).toBe(0);
  });

  it("is not shortened by setting the wall clock", () => {
    fail(10);
    clock.step(86_400_000);

    expect(limit.waitSeconds("10.0.0.1")).toBe(300);
  });

  it("remembers ten thousand addresses, and forgets first who failed longest ago", () => {
    fail(10, "first");
    fail(10, "second");
    for (let number = 0; number < 9_999; number++) fail(1, `address ${number}`);

    expect([limit.waitSeconds("first"), limit.waitSeconds("second")]).toEqual([0, 300]);
  });
});
