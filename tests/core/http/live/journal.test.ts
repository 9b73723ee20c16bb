import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChangeJournal } from "../../../../core/http/live/journal.ts";

describe("the journal of changes", () => {
  it("numbers changes from 1 and tells each thing once, in the order of its last change", () => {
    const journal = new ChangeJournal();
    for (const key of ["a", "b", "a"]) journal.changed(key);
    journal.removed("c");

    expect([journal.sequence, journal.since(0)]).toEqual([4, { changed: ["b", "a"], removed: ["c"] }]);
  });

  it("tells nothing to who has seen everything", () => {
    const journal = new ChangeJournal();
    journal.changed("a");

    expect(journal.since(1)).toEqual({ changed: [], removed: [] });
  });

  it.each([2, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    "knows nothing of the number %d, which never was",
    (sequence) => {
      const journal = new ChangeJournal();
      journal.changed("a");

      expect(journal.since(sequence)).toBeUndefined();
    },
  );

  it("does not remember removals without end: who was away for longer must begin anew", () => {
    const journal = new ChangeJournal();
    for (let number = 0; number <= 10_000; number++) journal.removed(`entity ${number}`);

    expect([journal.since(0), journal.since(1)?.removed.length]).toEqual([undefined, 10_000]);
  });

  it("tells exactly what became different since any moment", () => {
    const change = fc.record({ key: fc.constantFrom("a", "b", "c", "d"), isRemoved: fc.boolean() });

    fc.assert(
      fc.property(fc.array(change), fc.nat(), (changes, anyNumber) => {
        const journal = new ChangeJournal();
        for (const { key, isRemoved } of changes) isRemoved ? journal.removed(key) : journal.changed(key);
        const since = anyNumber % (changes.length + 1);

        const last = new Map(changes.slice(since).map(({ key, isRemoved }) => [key, isRemoved]));
        const keysOf = (wanted: boolean) =>
          [...last].filter(([, isRemoved]) => isRemoved === wanted).map(([key]) => key);
        const told = journal.since(since);
        expect([told?.changed.toSorted(), told?.removed.toSorted()]).toEqual([
          keysOf(false).sort(),
          keysOf(true).sort(),
        ]);
      }),
    );
  });
});
