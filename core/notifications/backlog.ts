import type { Notification, NotificationKind, Severity } from "../sdk/index.ts";
import type { WaitingDelivery } from "./delivery-store.ts";

/** What waits for longer is not sent one by one any more, in milliseconds. */
const longWait = 15 * 60_000;
/** So many messages that waited for long are sent; people do not read more at once. */
const mostLate = 20;

/** A message that is not sent by itself, and why. */
export interface Folded {
  readonly delivery: WaitingDelivery;
  readonly why: "over" | "outdated" | "too-many";
}

const beginnings: ReadonlySet<NotificationKind> = new Set(["opened", "escalated", "reminder"]);
const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The subjects that a message speaks for. */
export function subjectsOf({ subject, members = [] }: Notification): readonly string[] {
  return members.length > 0 ? members.map((member) => member.subject) : [subject];
}

/** Subjects whose beginning and end both wait: whether people know of them decides what is sent. */
export function subjectsInDoubt(waiting: readonly WaitingDelivery[]): readonly string[] {
  const ended = endedSubjects(waiting);
  const begun = new Set(waiting.filter(isBeginning).flatMap(({ notification }) => subjectsOf(notification)));
  return [...begun].filter((subject) => ended.has(subject));
}

/**
 * What of a channel's waiting messages, oldest first, need not be sent. `told` are subjects that people there know of.
 * What was over before anybody was told is not told. Of what waited for long, only the last message of a subject counts, and of many the
 * most severe and newest.
 */
export function fold(waiting: readonly WaitingDelivery[], told: ReadonlySet<string>, now: number): readonly Folded[] {
  const over = overOf(waiting, told);
  const left = without(waiting, over);
  const late = left.filter(({ createdAt }) => now - createdAt >= longWait);
  const outdated = outdatedOf(late, left);
  const dueLate = without(late, outdated).filter(({ notBefore, notification }) => {
    return notBefore <= now && notification.kind !== "digest";
  });
  const tooMany = dueLate.toSorted(byWeight).slice(mostLate);
  const folded = (deliveries: readonly WaitingDelivery[], why: Folded["why"]) =>
    deliveries.map((delivery) => ({ delivery, why }));
  return [...folded(over, "over"), ...folded(outdated, "outdated"), ...folded(tooMany, "too-many")];
}

/** What a digest need not tell: what was over by then, and what a later message of the same subject tells better. */
export function foldForDigest(
  gathered: readonly WaitingDelivery[],
  told: ReadonlySet<string>,
): readonly WaitingDelivery[] {
  const over = overOf(gathered, told);
  const left = without(gathered, over);
  return [...over, ...outdatedOf(left, left)];
}

/** Those that are worth a word after the channel was away: they would have been sent in time. */
export function missedOf(folded: readonly Folded[], now: number): readonly WaitingDelivery[] {
  return folded
    .filter(({ why, delivery }) => why === "too-many" || (why === "over" && isMissed(delivery, now)))
    .map(({ delivery }) => delivery);
}

/** The most severe of some messages. */
export function worstOf(deliveries: readonly WaitingDelivery[]): Severity {
  const found = new Set(deliveries.map(({ notification }) => notification.severity));
  return severities.find((severity) => found.has(severity)) ?? "low";
}

/** An alert that came and went; one that quiet hours held back was not to be told. */
function isMissed(delivery: WaitingDelivery, now: number): boolean {
  const { createdAt, notBefore } = delivery;
  return isBeginning(delivery) && notBefore <= createdAt && now - createdAt >= longWait;
}

function overOf(waiting: readonly WaitingDelivery[], told: ReadonlySet<string>): readonly WaitingDelivery[] {
  const ended = endedSubjects(waiting);
  const isOver = ({ notification }: WaitingDelivery) => subjectsOf(notification).every((subject) => ended.has(subject));
  const begun = waiting.filter(isBeginning);
  const over = begun.filter(isOver);
  const unheard = new Set(over.flatMap(({ notification }) => subjectsOf(notification)));
  for (const { notification } of without(begun, over)) for (const one of subjectsOf(notification)) unheard.delete(one);
  for (const subject of told) unheard.delete(subject);
  const unheardEnds = waiting
    .filter(isEnd)
    .filter(({ notification }) => subjectsOf(notification).every((subject) => unheard.has(subject)));
  return [...over, ...unheardEnds];
}

/** Beginnings whose subjects all have a later message among `all`. */
function outdatedOf(late: readonly WaitingDelivery[], all: readonly WaitingDelivery[]): readonly WaitingDelivery[] {
  const last = new Map<string, number>();
  for (const delivery of all.filter((one) => isBeginning(one) || isEnd(one))) {
    for (const subject of subjectsOf(delivery.notification)) last.set(subject, delivery.sequence);
  }
  return late.filter(isBeginning).filter(({ sequence, notification }) => {
    return subjectsOf(notification).every((subject) => (last.get(subject) ?? sequence) > sequence);
  });
}

function endedSubjects(waiting: readonly WaitingDelivery[]): ReadonlySet<string> {
  return new Set(waiting.filter(isEnd).flatMap(({ notification }) => subjectsOf(notification)));
}

function isBeginning({ notification }: WaitingDelivery): boolean {
  return beginnings.has(notification.kind);
}

function isEnd({ notification }: WaitingDelivery): boolean {
  return notification.kind === "resolved";
}

/** What is sent first: the most severe, of these what is still bad, of these the newest. */
function byWeight(one: WaitingDelivery, other: WaitingDelivery): number {
  const rank = ({ notification }: WaitingDelivery) => severities.indexOf(notification.severity);
  return rank(one) - rank(other) || Number(isEnd(one)) - Number(isEnd(other)) || other.sequence - one.sequence;
}

function without(
  deliveries: readonly WaitingDelivery[],
  taken: readonly WaitingDelivery[],
): readonly WaitingDelivery[] {
  const sequences = new Set(taken.map(({ sequence }) => sequence));
  return deliveries.filter(({ sequence }) => !sequences.has(sequence));
}
