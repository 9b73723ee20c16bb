import type { Heartbeat } from "../../agent/protocol.ts";
import type { Reporter, SendOutcome } from "../../agent/reporters/reporter.ts";

export const accepted: SendOutcome = {
  kind: "accepted",
  answer: {
    serverId: "nas",
    intervalSeconds: null,
    monitoredServices: null,
    bootId: null,
    identityConflict: false,
    apiToken: null,
    identityClaim: null,
    update: null,
  },
};
export const unavailable: SendOutcome = { kind: "unavailable", reason: "ECONNREFUSED", retryAfterSeconds: null };

/** A way to a hub that answers as a test decides, and remembers the sequence numbers of each batch. */
export class FakeReporter implements Reporter {
  readonly target = "http://hub.lan:8080";
  readonly batches: (readonly number[])[] = [];
  readonly heartbeats: Heartbeat[] = [];
  isClosed = false;
  decide: (sequences: readonly number[]) => SendOutcome | Promise<SendOutcome>;

  constructor(decide: FakeReporter["decide"] = () => accepted) {
    this.decide = decide;
  }

  async send(heartbeats: readonly Heartbeat[]): Promise<SendOutcome> {
    const sequences = heartbeats.map(({ sequence }) => sequence ?? Number.NaN);
    this.batches.push(sequences);
    this.heartbeats.push(...heartbeats);
    return this.decide(sequences);
  }

  close(): void {
    this.isClosed = true;
  }
}
