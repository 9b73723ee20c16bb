import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { bucketsOf } from "../../../core/recorder/grid.ts";
import type { Entity } from "../../../core/sdk/index.ts";
import { TestRecorder } from "../../support/test-recorder.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");
const hour = 3_600_000;
const day = 24 * hour;

let room: TestRecorder;

afterEach(() => room.remove());

/** What happens to a recorder. */
type Step =
  | { readonly kind: "record"; readonly series: number; readonly at: number; readonly value: number }
  | { readonly kind: "commit" | "seal" | "pack" | "restart" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("record" as const),
      series: fc.integer({ min: 0, max: 2 }),
      // Three days of few moments, so that there are repetitions.
      at: fc.integer({ min: 0, max: 400 }).map((place) => noon - 3 * day + place * 653_000),
      // Sums of these are exact, whatever their order.
      value: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((number) => number / 8),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("commit", "seal", "pack", "restart") }) },
) as fc.Arbitrary<Step>;

type Model = Map<number, Map<number, number>>;

/** Does the steps, and notes in the simplest way what must be known after them. */
async function play(steps: readonly Step[]): Promise<{ readonly series: Entity[]; readonly model: Model }> {
  const series = [room.entity("a"), room.entity("b"), room.entity("c", "samples", "router")];
  const model: Model = new Map(series.map(({ seriesId }) => [seriesId, new Map()]));
  for (const step of steps) {
    if (step.kind === "record") {
      const seriesId = series[step.series]?.seriesId ?? 0;
      room.recorder.record(seriesId, step.at, step.value);
      const known = model.get(seriesId);
      if (!known?.has(step.at)) known?.set(step.at, step.value);
    } else if (step.kind === "commit") await room.recorder.committed();
    else if (step.kind === "seal") await room.housekeeping.seal();
    else if (step.kind === "pack") await room.housekeeping.packDays();
    else {
      await room.recorder.committed();
      room = await room.restart();
    }
  }
  return { series, model };
}

function pointsByDefinition(samples: ReadonlyMap<number, number>, from: number, to: number, points: number) {
  const { from: start, width, count } = bucketsOf(from, to, points);
  const end = width % hour === 0 ? start + count * width : to;
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * width;
    const values = [...samples]
      .filter(([moment]) => moment >= at && moment < Math.min(at + width, end))
      .map(([, v]) => v);
    if (values.length === 0) return [at, null, null, null];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [at, mean, Math.min(...values), Math.max(...values)];
  });
}

describe("history", () => {
  it("is the same wherever readings lie: in memory, in the journal, in blocks, in chunks, late or twice", async () => {
    const range = fc.record({
      from: fc.integer({ min: noon - 3 * day, max: noon - hour }),
      duration: fc.integer({ min: 1, max: 3 * day }),
      points: fc.integer({ min: 1, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), range, async (steps, { from, duration, points }) => {
        room = await TestRecorder.open();
        const { series, model } = await play(steps);

        const history = await room.history.read({ series, from, to: from + duration, points });
        const readings = await Promise.all(series.map((entity) => room.readings(entity)));

        expect(readings).toEqual(
          series.map(({ seriesId }) => [...(model.get(seriesId) ?? [])].toSorted(([one], [other]) => one - other)),
        );
        expect([...history.series]).toEqual(
          series.map(({ seriesId }) => {
            return [seriesId, pointsByDefinition(model.get(seriesId) ?? new Map(), from, from + duration, points)];
          }),
        );
        await room.remove();
      }),
      { numRuns: 60 },
    );
    room = await TestRecorder.open();
  });
});
