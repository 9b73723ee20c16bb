import { fold, missedOf, subjectsInDoubt } from "./backlog.ts";
import type { BacklogStore } from "./backlog-store.ts";
import { missedMessage } from "./summaries.ts";

const reasons = {
  over: "It was over before it could be told",
  outdated: "A later message says more",
} as const;

/** Takes out of a channel's waiting messages what nobody needs any more, and counts the rest of many in one message. */
export async function catchUp(store: BacklogStore, channel: string, now: number): Promise<void> {
  const waiting = await store.waiting(channel);
  if (waiting.length < 2) return;
  const told = await store.told(channel, subjectsInDoubt(waiting));
  const folded = fold(waiting, told, now);
  if (folded.length === 0) return;
  const missed = missedOf(folded, now);
  const message = missed.length === 0 ? null : missedMessage(channel, missed, now);
  const isMissed = new Set(missed.map(({ sequence }) => sequence));
  const reasoned = folded.map(({ delivery: { sequence }, why }) => {
    const isTold = isMissed.has(sequence) || why === "too-many";
    return { sequence, reason: isTold ? `It is told in ${message?.id}` : reasons[why] };
  });
  await store.replace({ channel, folded: reasoned, message, now });
}
