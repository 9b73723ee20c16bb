import {
  type Heartbeat,
  type HeartbeatAnswer,
  type HeartbeatRefusal,
  heartbeatSchema,
  maxBatch,
} from "../../agent/protocol.ts";
import type { Caller, IntegrationContext, Json } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";
import type { Fleet } from "./fleet.ts";
import { localAgentLabel } from "./local-agent.ts";

/** What an agent sends: one heartbeat, or a batch. Each of a batch is checked by itself, so that a bad one does not keep the others. */
export const reportSchema = {
  anyOf: [
    heartbeatSchema,
    {
      type: "array",
      description: "Heartbeats that an agent kept, oldest first.",
      minItems: 1,
      maxItems: maxBatch,
      items: { type: "object", description: "A heartbeat." },
    },
  ],
} as const;

/** What was sent, checked against `reportSchema`. */
export type Report = Heartbeat | readonly Json[];

/** What is answered to it: for a batch, one answer per heartbeat, in its order. */
export type ReportAnswer = HeartbeatAnswer | readonly (HeartbeatAnswer | HeartbeatRefusal)[];

/** Takes in what agents send, whichever way it came. */
export class Receiver {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #fleet: Fleet;
  readonly #complaintAbout: (value: Json) => string | null;

  constructor(context: IntegrationContext<AgentConfig>, fleet: Fleet) {
    this.#context = context;
    this.#fleet = fleet;
    this.#complaintAbout = context.validator(heartbeatSchema);
  }

  /** Resolves once it is on disk. Throws what the sender is to be refused with. */
  async receive(report: Report, caller: Caller): Promise<ReportAnswer> {
    const isBatch = Array.isArray(report);
    const answer = isBatch
      ? await this.#receiveBatch(report, caller)
      : await this.#receiveOne(report as Heartbeat, caller);
    await this.#context.recorded();
    return answer;
  }

  async #receiveBatch(batch: readonly Json[], caller: Caller): Promise<(HeartbeatAnswer | HeartbeatRefusal)[]> {
    const answers: (HeartbeatAnswer | HeartbeatRefusal)[] = [];
    for (const item of batch) {
      const complaint = this.#complaintAbout(item);
      const isGood = complaint === null;
      answers.push(isGood ? await this.#receiveOne(item as unknown as Heartbeat, caller) : refusal(complaint));
    }
    return answers;
  }

  async #receiveOne(heartbeat: Heartbeat, caller: Caller): Promise<HeartbeatAnswer> {
    const { agentCredentials, config, refuse } = this.#context;
    const guid = heartbeat.server_guid?.toLowerCase() ?? caller.agentGuid;
    if (caller.agentGuid !== undefined && guid !== caller.agentGuid) {
      refuse("FORBIDDEN", `The token is used for the agent ${caller.agentGuid}, but server_guid is ${guid}`);
    }
    const { local_interval_seconds: local, heartbeat_interval_seconds: remote } = config;
    const intervalSeconds = caller.name === localAgentLabel ? local : remote;
    const answer = await this.#fleet.receive(heartbeat, { guid, address: caller.address, intervalSeconds });
    const token = guid === undefined ? null : agentCredentials.waiting(guid, caller.name);
    // A clone shows the token of its original, and is not to have that one's next.
    return token === null || answer.identity_conflict ? answer : { ...answer, api_token: token };
  }
}

function refusal(message: string): HeartbeatRefusal {
  return { status: "error", received: false, detail: { code: "VALIDATION_ERROR", message } };
}
