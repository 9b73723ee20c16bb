import type { Clock } from "../../core/sdk/index.ts";
import type { Heartbeat } from "../protocol.ts";
import { MqttConnection, MqttRefused } from "../runtime/mqtt-connection.ts";
import { failureText } from "./failure-text.ts";
import { interpretAck } from "./mqtt-answer.ts";
import { reportText } from "./report-text.ts";
import type { Reporter, SendOutcome } from "./reporter.ts";

const timeoutMilliseconds = 10_000;
/** Longest message, in bytes: the hub's broker takes packets of a MiB. */
const longestMessage = 1_000_000;

/** How to reach the hub over MQTT. */
export interface MqttReporterOptions {
  readonly url: string;
  /** `null`: the agent's GUID, which is what the broker in the hub wants. */
  readonly username: string | null;
  /** `null`: the agent's token. */
  readonly password: string | null;
  /** Text of a PEM file; `null` trusts what Node trusts. */
  readonly ca: string | null;
  /** First part of the hub's topics. */
  readonly prefix: string;
  readonly token: string;
  readonly clock: Clock;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
}

/** Reports over MQTT on one connection that is kept open: heartbeats with QoS 1, each answered on the agent's own topic. */
export class MqttReporter implements Reporter {
  readonly target: string;
  readonly #options: MqttReporterOptions;
  #connection: MqttConnection | null = null;
  /** In whose name the connection is. */
  #guid = "";
  #token = "";

  constructor(options: MqttReporterOptions) {
    this.#options = options;
    this.target = options.url;
  }

  async send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome> {
    const { clock } = this.#options;
    const text = reportText(heartbeats, clock.now());
    if (Buffer.byteLength(text) > longestMessage)
      return { kind: "rejected", reason: "The heartbeats are too long for one message" };
    const deadline = clock.deadline(timeoutMilliseconds, signal);
    try {
      const connection = await this.#connected(heartbeats[0]?.server_guid ?? "", deadline);
      return await this.#exchange(connection, heartbeats, text, deadline);
    } catch (error) {
      // The next attempt begins anew; a connection that does not answer may be dead.
      this.close();
      return failure(error, deadline);
    }
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = null;
    if (!connection?.isOpen) return;
    // A last will is for who does not say good-bye.
    connection.publish(this.#topic(this.#guid, "status"), "offline", true).catch(() => {});
    connection.close();
  }

  /** A clone gets another GUID, and the hub may give another token: then the connection is another too. */
  async #connected(guid: string, deadline: AbortSignal): Promise<MqttConnection> {
    const { token, username, password, url, ca, clock, random } = this.#options;
    if (this.#connection?.isOpen && this.#guid === guid && this.#token === token) return this.#connection;
    this.close();
    const topic = this.#topic(guid, "status");
    // Not the GUID alone: clones that take each other's connection away would never be heard.
    const clientId = `${guid}-${Math.floor(random() * 1e9)}`;
    const login = { username: username ?? guid, password: password ?? token, clientId };
    const will = { topic, payload: "offline" };
    const connection = await MqttConnection.open({ ...login, will, url: new URL(url), ca }, clock, deadline);
    this.#connection = connection;
    this.#guid = guid;
    this.#token = token;
    await Promise.all([connection.subscribe(this.#topic(guid, "ack")), connection.publish(topic, "online", true)]);
    return connection;
  }

  /** The answer counts; the broker's own acknowledgement says only that the message has arrived there. */
  #exchange(
    connection: MqttConnection,
    heartbeats: readonly Heartbeat[],
    text: string,
    deadline: AbortSignal,
  ): Promise<SendOutcome> {
    const topic = this.#topic(heartbeats[0]?.server_guid ?? "", "heartbeat");
    return new Promise((resolve, reject) => {
      const stop = () => reject(deadline.reason);
      const finish = (outcome: SendOutcome) => {
        deadline.removeEventListener("abort", stop);
        resolve(outcome);
      };
      if (deadline.aborted) return stop();
      deadline.addEventListener("abort", stop, { once: true });
      connection.onMessage = (payload) => {
        const outcome = interpretAck(payload, heartbeats, this.#options.clock.now());
        if (outcome) finish(outcome);
      };
      connection.publish(topic, text).catch(reject);
    });
  }

  #topic(guid: string, name: string): string {
    return `${this.#options.prefix}/agents/${guid}/${name}`;
  }
}

function failure(error: unknown, deadline: AbortSignal): SendOutcome {
  if (error instanceof MqttRefused && (error.code === 4 || error.code === 5)) {
    const reason =
      "The MQTT broker does not let this agent in: is its api_token, or mqtt.username and password, right?";
    return { kind: "forbidden", reason };
  }
  const timeout = `no answer within ${timeoutMilliseconds / 1000} s`;
  return { kind: "unavailable", reason: deadline.aborted ? timeout : failureText(error), retryAfterSeconds: null };
}
