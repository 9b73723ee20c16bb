import { foldForDigest, subjectsInDoubt } from "./backlog.ts";
import type { BacklogStore } from "./backlog-store.ts";
import { digestMessage } from "./summaries.ts";

/** Makes the digests that are due, and says whether there were any. What became of no interest meanwhile is left out. */
export async function makeDigests(store: BacklogStore, now: number): Promise<boolean> {
  const channels = await store.withDigestDue(now);
  for (const channel of channels) await makeDigest(store, channel, now);
  return channels.length > 0;
}

async function makeDigest(store: BacklogStore, channel: string, now: number): Promise<void> {
  const gathered = await store.gathered(channel, now);
  const current = gathered.filter(({ isOutdated }) => !isOutdated);
  const told = await store.told(channel, subjectsInDoubt(current));
  const left = new Set(foldForDigest(current, told).map(({ sequence }) => sequence));
  const worthTelling = current.filter(({ sequence }) => !left.has(sequence));
  const message = worthTelling.length === 0 ? null : digestMessage(channel, worthTelling, now);
  const isTold = new Set(worthTelling.map(({ sequence }) => sequence));
  const folded = gathered.map(({ sequence }) => {
    const reason = isTold.has(sequence) ? `It is told in ${message?.id}` : "It was over, or told better, by then";
    return { sequence, reason };
  });
  await store.replace({ channel, folded, message, now });
}
