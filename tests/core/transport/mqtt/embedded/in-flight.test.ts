import { describe, expect, it } from "vitest";
import { InFlight } from "../../../../../core/transport/mqtt/embedded/in-flight.ts";

/** Work that goes on until it is ended. */
function openWork() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (number: number) => () => {
    begun.push(number);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  return { begun, ends, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("InFlight", () => {
  it("works on so many at a time, and on the others in their order", async () => {
    const inFlight = new InFlight();
    const { begun, ends, work } = openWork();
    const all = Array.from({ length: 1002 }, (_, number) => inFlight.run(1, work(number)));
    await turn();
    const before = begun.length;
    ends[0]?.();
    await turn();
    const after = begun.slice(1000);
    for (; begun.length < 1002; await turn()) for (const end of ends) end();
    for (const end of ends) end();
    await Promise.all(all);

    expect([before, after]).toEqual([1000, [1000]]);
  });

  it("bounds their bytes, and takes one that is larger alone", async () => {
    const inFlight = new InFlight();
    const { begun, ends, work } = openWork();
    const all = [inFlight.run(20e6, work(0)), inFlight.run(1, work(1))];
    await turn();
    const alone = [...begun];
    ends[0]?.();
    await turn();
    ends[1]?.();
    await Promise.all(all);

    expect([alone, begun]).toEqual([[0], [0, 1]]);
  });

  it("goes on after work that failed, and says when nothing is left", async () => {
    const inFlight = new InFlight();
    const failing = inFlight.run(1, () => Promise.reject(new Error("full")));
    const ended = inFlight.ended();

    expect([await failing.catch((error: Error) => error.message), await ended]).toEqual(["full", undefined]);
  });
});
