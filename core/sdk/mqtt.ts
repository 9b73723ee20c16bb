import type { Undo } from "./lifecycle.ts";
import type { Caller } from "./route.ts";

/** A message that arrived over MQTT. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker kept it: it may be old. */
  readonly retained: boolean;
  /** Who published it. `null` with an external broker, which does not tell: then the topic says only who it claims to be. */
  readonly sender: Caller | null;
}

/** How a message is published. */
export interface MqttPublishOptions {
  /** 0 (default): at most once. 1: resolves when the broker has it. */
  readonly qos?: 0 | 1;
  /** The broker keeps it for those who subscribe later. Default: false. */
  readonly retain?: boolean;
}

/** Takes a message in. One sent with QoS 1 is acknowledged once this resolves; when it rejects, it comes again. */
export type MqttHandler = (message: MqttMessage) => Promise<void> | void;

/** Messages over the hub's own broker or the user's. The manifest must permit the topics: `mqtt:zigbee2mqtt/#`. */
export interface Mqtt {
  /** The first levels of the hub's own topics: `homelab`. A permission writes `{prefix}` for it. */
  readonly prefix: string;
  /** False when config.yaml names no broker: nothing arrives then, and nothing can be published. */
  readonly isOn: boolean;
  /** Hears the topics of a filter (`+` one level, `#` the rest), beginning with what the broker has retained. */
  subscribe(filter: string, handler: MqttHandler): Undo;
  /** Throws `UNAVAILABLE` when there is no broker, or it is away. */
  publish(topic: string, payload: string | Uint8Array, options?: MqttPublishOptions): Promise<void>;
}
