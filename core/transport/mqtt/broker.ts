import type { MqttMessage, MqttPublishOptions } from "../../sdk/index.ts";

/** How the way to the broker is now. */
export interface BrokerState {
  readonly isConnected: boolean;
  /** When that began, Unix milliseconds; `null` before it was ever so. */
  readonly since: number | null;
  /** How many clients the embedded broker has; `null` for an external one, which does not tell. */
  readonly clients: number | null;
}

/** Where messages come from and go to. */
export interface Broker {
  readonly state: BrokerState;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Begins to hear a filter that nobody heard before. */
  subscribe(filter: string): void;
  /** Nobody hears that filter any more. */
  unsubscribe(filter: string): void;
  publish(topic: string, payload: Buffer, options: Required<MqttPublishOptions>): Promise<void>;
}

/**
 * Hands a message to all who hear it; resolves once they have it, with whether there was anybody. Rejects when one of them cannot take
 * it now: then it must not be acknowledged.
 */
export type Deliver = (message: MqttMessage) => Promise<boolean>;
