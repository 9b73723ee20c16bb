import path from "node:path";
import type { FromSchema } from "json-schema-to-ts";
import type { ConfigSource } from "./config-source.ts";
import { type ListenAddress, requireListenAddress } from "./listen-address.ts";
import type { ConfigProblem } from "./problem.ts";

/** JSON schema of the block `mqtt:`. */
export const mqttSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    broker: {
      enum: ["off", "embedded", "external"],
      default: "off",
      description:
        "embedded: the hub is the broker, for agents with their tokens. external: the hub is a client of yours.",
    },
    prefix: {
      type: "string",
      format: "topic",
      default: "homelab",
      description: "First part of the hub's own topics: homelab/agents/<guid>/heartbeat.",
    },
    embedded: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: {
        listen: {
          type: "string",
          format: "listen-address",
          default: "0.0.0.0:1883",
          description: "Address and port of the embedded broker without TLS.",
        },
        tls: {
          type: "object",
          additionalProperties: false,
          properties: {
            listen: {
              type: "string",
              format: "listen-address",
              default: "0.0.0.0:8883",
              description: "Address and port of the embedded broker with TLS.",
            },
            cert: { type: "string", minLength: 1, description: "PEM file of the certificate. Default: hub.tls.cert." },
            key: { type: "string", minLength: 1, description: "PEM file of its private key. Default: hub.tls.key." },
          },
          description: "Serve MQTT over TLS too. Both files are read again when they change.",
        },
      },
      description: "The broker in the hub: MQTT 3.1.1.",
    },
    external: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: {
        url: { type: "string", format: "mqtt-url", description: "Where your broker is." },
        username: { type: "string", minLength: 1, description: "How the hub logs in." },
        password: { type: "string", minLength: 1, writeOnly: true, description: "With which password: !secret name." },
        ca: { type: "string", minLength: 1, description: "PEM file of who signed the broker's certificate." },
      },
      description: "A broker of yours, such as Mosquitto. Who may publish what is its business: see docs/security.md.",
    },
  },
} as const;

export type MqttBlock = FromSchema<typeof mqttSchema>;

/** What the broker in the hub listens on. */
export interface EmbeddedSettings {
  readonly listen: ListenAddress;
  /** Absolute paths of PEM files; `null` serves no TLS. */
  readonly tls: { readonly listen: ListenAddress; readonly cert: string; readonly key: string } | null;
}

/** How the hub reaches a broker of the user's. */
export interface ExternalSettings {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  /** Absolute path of a PEM file; `null` trusts what Node trusts. */
  readonly ca: string | null;
}

/** Whether there is MQTT, and by which broker. */
export interface MqttSettings {
  readonly broker: "off" | "embedded" | "external";
  readonly prefix: string;
  readonly embedded: EmbeddedSettings;
  readonly external: ExternalSettings;
}

type Certificate = { readonly cert: string; readonly key: string } | null;

/** The settings that a block means. `configFile` is the file that it stands in; `hubTls` is lent when the block names no files. */
export function mqttSettings(block: MqttBlock, configFile: string, hubTls: Certificate): MqttSettings {
  const besideFile = (name: string) => path.resolve(path.dirname(configFile), name);
  const { listen, tls } = block.embedded;
  const { url = "", username = null, password = null, ca } = block.external;
  const own =
    tls?.cert !== undefined && tls.key !== undefined
      ? { cert: besideFile(tls.cert), key: besideFile(tls.key) }
      : hubTls;
  return {
    broker: block.broker,
    prefix: block.prefix,
    embedded: {
      listen: requireListenAddress(listen),
      tls: tls && own ? { listen: requireListenAddress(tls.listen), cert: own.cert, key: own.key } : null,
    },
    external: { url, username, password, ca: ca === undefined ? null : besideFile(ca) },
  };
}

/** What a schema cannot say: what belongs together. */
export function mqttProblems(
  source: ConfigSource,
  { broker, embedded, external }: MqttBlock,
  hubTls: Certificate,
): ConfigProblem[] {
  const { tls } = embedded;
  const problems: ConfigProblem[] = [];
  if (broker === "external" && external.url === undefined) {
    const message = "mqtt.external.url is missing: where is the broker?";
    problems.push(source.problemAt(["mqtt", "external"], "key", message));
  }
  if (tls && (tls.cert === undefined) !== (tls.key === undefined)) {
    const message = "mqtt.embedded.tls needs cert and key, or neither of them";
    problems.push(source.problemAt(["mqtt", "embedded", "tls"], "key", message));
  } else if (tls && tls.cert === undefined && hubTls === null) {
    const message = "mqtt.embedded.tls needs cert and key, since there is no hub.tls whose files it could use";
    problems.push(source.problemAt(["mqtt", "embedded", "tls"], "key", message));
  }
  return problems;
}
