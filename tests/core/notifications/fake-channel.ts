import type { DeliveryOutcome, Notification, NotificationChannel } from "../../../core/sdk/index.ts";

/** A channel that a test steers: it answers with the outcomes given, in their order, and takes everything after that. */
export class FakeChannel implements NotificationChannel {
  readonly name: string;
  readonly title: string;
  readonly spacingSeconds: number;
  readonly outcomes: (DeliveryOutcome | "hang" | "throw")[] = [];
  /** Ids of the messages that it was given, in order, each as often as it was tried. */
  readonly tried: string[] = [];

  constructor(name = "slack", spacingSeconds = 0) {
    this.name = name;
    this.title = name;
    this.spacingSeconds = spacingSeconds;
  }

  async deliver({ id }: Notification, { signal }: { readonly signal: AbortSignal }): Promise<DeliveryOutcome> {
    this.tried.push(id);
    const outcome = this.outcomes.shift() ?? { kind: "sent" };
    if (outcome === "throw") throw new Error("the connection was closed");
    if (outcome !== "hang") return outcome;
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
}

/** A message of a subject. */
export function messageOf(id: string, subject = id): Notification {
  const about = { kind: "opened", severity: "high", type: "disk", title: id, text: null, machine: null } as const;
  return { id, subject, ...about, facts: [], causes: [], suggestion: null, path: null, at: 0 };
}
