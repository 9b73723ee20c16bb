import { describe, expect, it } from "vitest";
import { fold, missedOf, subjectsInDoubt } from "../../../core/notifications/backlog.ts";
import type { WaitingDelivery } from "../../../core/notifications/delivery-store.ts";
import type { Notification } from "../../../core/sdk/index.ts";
import { messageOf } from "./fake-channel.ts";

const minute = 60_000;
const now = 1000 * minute;

/** A message that waits: `opened disk`, and since how many minutes. */
function waiting(
  sequence: number,
  text: string,
  minutes: number,
  changes: Partial<Notification> = {},
): WaitingDelivery {
  const [kind, subject = ""] = text.split(" ");
  const createdAt = now - minutes * minute;
  const notification = { ...messageOf(`${sequence}`, subject), kind: kind as Notification["kind"], ...changes };
  return { sequence, attempts: 0, notBefore: createdAt, createdAt, notification };
}

/** The numbers of what is left out, and why. */
const foldedOf = (list: readonly WaitingDelivery[], told: readonly string[] = []) =>
  fold(list, new Set(told), now).map(({ delivery, why }) => `${delivery.sequence} ${why}`);

const group = (...subjects: string[]) => ({ members: subjects.map((subject) => ({ subject, machine: null })) });

describe("of what waits on a channel", () => {
  it("nothing is left out while all is new and none of it is over", () => {
    expect(foldedOf([waiting(1, "opened a", 1), waiting(2, "escalated a", 0), waiting(3, "resolved b", 0)])).toEqual(
      [],
    );
  });

  it("an alert that ended before anybody was told is left out with its end, however short it waited", () => {
    const list = [waiting(1, "opened a", 1), waiting(2, "opened b", 1), waiting(3, "resolved a", 0)];

    expect([foldedOf(list), subjectsInDoubt(list)]).toEqual([["1 over", "3 over"], ["a"]]);
  });

  it("the end of an alert that people know of is told, and no reminder before it", () => {
    expect(foldedOf([waiting(1, "reminder a", 1), waiting(2, "resolved a", 0)], ["a"])).toEqual(["1 over"]);
  });

  it("a group of which one is not over is told, and the ends that belong to it", () => {
    const list = [waiting(1, "opened a", 1, group("a", "b")), waiting(2, "resolved a", 0)];
    const over = [...list, waiting(3, "resolved b", 0)];

    expect([foldedOf(list), foldedOf(over)]).toEqual([[], ["1 over", "2 over", "3 over"]]);
  });

  it("after a quarter of an hour only the last message of an alert counts", () => {
    const list = [waiting(1, "opened a", 60), waiting(2, "escalated a", 40), waiting(3, "reminder a", 5)];

    expect(foldedOf(list)).toEqual(["1 outdated", "2 outdated"]);
  });

  it("results of what was asked for are never left out as outdated", () => {
    expect(foldedOf([waiting(1, "result a", 60), waiting(2, "result a", 40)])).toEqual([]);
  });

  it("the twenty that matter most are sent after a long time, and the rest is counted", () => {
    const many = Array.from({ length: 30 }, (_, index) => {
      return waiting(index, `opened ${index}`, 60, { severity: index < 15 ? "critical" : "high" });
    });
    const folded = fold(many, new Set(), now);

    expect([
      folded.map(({ delivery }) => delivery.sequence).toSorted((one, other) => one - other),
      missedOf(folded, now).length,
    ]).toEqual([[15, 16, 17, 18, 19, 20, 21, 22, 23, 24], 10]);
  });

  it("what came and went in a long outage is worth a word, and what quiet hours held back is not", () => {
    const pair = (since: number) => [
      waiting(since, `opened ${since}`, 60),
      waiting(since + 1, `resolved ${since}`, 50),
    ];
    const quiet = pair(3).map((delivery) => ({ ...delivery, notBefore: now }));

    expect(missedOf(fold([...pair(1), ...quiet], new Set(), now), now).map(({ sequence }) => sequence)).toEqual([1]);
  });
});
