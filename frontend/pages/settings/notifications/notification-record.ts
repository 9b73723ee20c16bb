import type { ChannelRecord, DeliveryRecord } from "../../alerts/alert-detail.ts";

/** A way to reach people, with how many messages are on it. Its title is untrusted text. */
export interface Channel extends ChannelRecord {
  readonly title: string;
  readonly waiting: number;
  /** How many wait for the digest. */
  readonly gathered: number;
  /** How many were refused or given up. */
  readonly dead: number;
}

/** What `GET /channels` answers. */
export interface ChannelList {
  readonly channels: readonly Channel[];
}

/** A message on a channel. Its title and its reason are untrusted texts. */
export interface Delivery extends DeliveryRecord {
  readonly title: string;
  /** Where the dashboard shows more; `null` for nowhere. */
  readonly path: string | null;
}

/** What `GET /notifications` answers, newest first. */
export interface DeliveryList {
  readonly notifications: readonly Delivery[];
  /** How many there are, also beyond the limit. */
  readonly total: number;
}

/** When the next one of those that wait is tried, Unix milliseconds; `null` where time alone does not decide, or not all are known. */
export function nextTryOf({ notifications, total }: DeliveryList): number | null {
  if (total > notifications.length) return null;
  const times = notifications.flatMap(({ next_at }) => (next_at === null ? [] : [Date.parse(next_at)]));
  return times.length === 0 ? null : Math.min(...times);
}

/** What says why an act failed. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
