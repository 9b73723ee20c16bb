import { randomBytes } from "node:crypto";
import type { Authenticator } from "../../auth/authenticator.ts";
import type { Keys } from "../../auth/keys.ts";
import type { MqttSettings } from "../../config/mqtt-schema.ts";
import type { Clock, Logger, Problem, Storage, Undo } from "../../sdk/index.ts";
import type { OpenBroker } from "./mqtt.ts";

/** What either broker may need. */
export interface BrokerGround {
  readonly settings: MqttSettings;
  readonly authenticator: Authenticator;
  readonly keys: Pick<Keys, "has">;
  /** Keeps the name under which an external broker knows the hub. */
  readonly storage: Pick<Storage, "get" | "set">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly report: (problem: Problem) => Undo;
}

const clientIdKey = "mqtt client id";

/** Makes the broker that the settings name. aedes and mqtt, 20 MB each, are loaded by whoever needs one of them. */
export function brokerOpener(ground: BrokerGround): OpenBroker {
  const { settings, keys, storage, ...shared } = ground;
  return async (deliver) => {
    const { prefix, embedded, external } = settings;
    if (settings.broker === "embedded") {
      const { EmbeddedBroker } = await import("./embedded/embedded-broker.ts");
      return new EmbeddedBroker({ ...shared, settings: embedded, prefix, isKey: (hash) => keys.has(hash), deliver });
    }
    const { ExternalBroker } = await import("./external-broker.ts");
    return new ExternalBroker({ ...shared, settings: external, prefix, clientId: await lastingId(storage), deliver });
  };
}

async function lastingId(storage: BrokerGround["storage"]): Promise<string> {
  const known = await storage.get(clientIdKey);
  if (typeof known === "string") return known;
  const made = `homelabcmd-${randomBytes(8).toString("hex")}`;
  await storage.set(clientIdKey, made);
  return made;
}
