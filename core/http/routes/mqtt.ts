import type { ListenAddress } from "../../config/listen-address.ts";
import type { MqttSettings } from "../../config/mqtt-schema.ts";
import type { BrokerState } from "../../transport/mqtt/broker.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

/** What is set, and how the way to the broker is now. */
export interface MqttFacts {
  readonly settings: MqttSettings;
  state(): BrokerState;
}

const endpointSchema = {
  type: "object",
  description: "Where the broker is.",
  required: ["host", "port", "tls"],
  additionalProperties: false,
  properties: {
    host: { type: "string", description: "An address of the hub's, 0.0.0.0 for all of them; or the broker's host." },
    port: { type: "integer", minimum: 0, maximum: 65_535, description: "The TCP port." },
    tls: { type: "boolean", description: "Whether it speaks TLS there." },
  },
} as const;

const mqttSchema = {
  title: "MqttStatus",
  type: "object",
  description: "How MQTT is set up, and how it is.",
  required: ["enabled", "broker", "prefix", "endpoints", "connected", "since", "clients"],
  additionalProperties: false,
  properties: {
    enabled: { type: "boolean", description: "Whether there is MQTT." },
    broker: { enum: ["off", "embedded", "external"], description: "embedded: in the hub. external: one of yours." },
    prefix: { type: "string", description: "First part of the hub's own topics." },
    endpoints: { type: "array", items: endpointSchema, description: "Where clients reach the broker." },
    connected: { type: "boolean", description: "Whether the hub has its broker." },
    since: { type: ["string", "null"], format: "date-time", description: "Since when it has; null when it has not." },
    clients: {
      type: ["integer", "null"],
      minimum: 0,
      description: "How many clients the embedded broker has; null for an external one, which does not tell.",
    },
  },
} as const;

/** Ports that MQTT has by itself (IANA). */
const usualPort = { plain: 1883, tls: 8883 } as const;

/** `GET /system/mqtt`: what MQTT is set to, and how it is. Never who logs in with which password. */
export function addMqttRoutes(routes: Routes, { mqtt }: House, owner: string): void {
  routes.add(
    {
      method: "GET",
      path: "/system/mqtt",
      operationId: "get_mqtt_status",
      summary: "Tell how MQTT is set up, and how it is",
      tag: "System",
      scope: "viewer",
      responses: { 200: { description: "How it is.", body: mqttSchema } },
    },
    () => {
      const { broker, prefix } = mqtt.settings;
      const { isConnected, since, clients } = mqtt.state();
      return {
        enabled: broker !== "off",
        broker,
        prefix,
        endpoints: endpointsOf(mqtt.settings),
        connected: isConnected,
        since: isConnected && since !== null ? new Date(since).toISOString() : null,
        clients,
      };
    },
    owner,
  );
}

function endpointsOf({ broker, embedded, external }: MqttSettings) {
  if (broker === "off") return [];
  if (broker === "external") return [endpointOf(new URL(external.url))];
  const at = ({ host, port }: ListenAddress, tls: boolean) => ({ host, port, tls });
  return [at(embedded.listen, false), ...(embedded.tls ? [at(embedded.tls.listen, true)] : [])];
}

/** A URL may hold a password: only its place is told. */
function endpointOf({ protocol, hostname, port }: URL) {
  const tls = protocol === "mqtts:";
  return { host: hostname, port: port === "" ? usualPort[tls ? "tls" : "plain"] : Number(port), tls };
}
