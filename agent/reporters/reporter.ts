import type { Heartbeat } from "../protocol.ts";
import type { UpdateOffer } from "../update/offer.ts";

/** What the hub said to one heartbeat, as far as the agent acts on it. */
export interface HubAnswer {
  /** The machine's id on this hub; it may differ from the one that the agent proposed. */
  readonly serverId: string;
  /** How often the hub wants to hear from this agent. */
  readonly intervalSeconds: number | null;
  /** systemd units that the hub wants to be told of; `null` when it does not say. */
  readonly monitoredServices: readonly string[] | null;
  /** The boot of the host that is answered; a clone gets other answers than its original. */
  readonly bootId: string | null;
  /** This host reports with another's GUID, and its heartbeats were not stored. */
  readonly identityConflict: boolean;
  /** A new token, which the agent is to keep and to use from now on. */
  readonly apiToken: string | null;
  /** A newer agent that the hub offers. */
  readonly update: UpdateOffer | null;
  /** With a conflict: goes with the first heartbeats under a new GUID. */
  readonly identityClaim: string | null;
}

/** How it ended. `reason` is for a person: what failed and, when only the user can help, what to do. */
export type SendOutcome =
  | { readonly kind: "accepted"; readonly answer: HubAnswer }
  /** The hub is away or busy; later it may work. */
  | { readonly kind: "unavailable"; readonly reason: string; readonly retryAfterSeconds: number | null }
  /** The hub does not let this agent in. */
  | { readonly kind: "forbidden"; readonly reason: string }
  /** The hub does not take these heartbeats, now or later. */
  | { readonly kind: "rejected"; readonly reason: string };

/** A way to the hub. */
export interface Reporter {
  /** Where it reports to, for the log. */
  readonly target: string;
  /** Sends heartbeats, oldest first. Never rejects. */
  send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome>;
  close(): void;
}
