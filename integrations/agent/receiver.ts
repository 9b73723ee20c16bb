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
import type { CommandResults } from "./older-agents/command-results.ts";
import type { AgentDesk } from "./updates/agent-desk.ts";
import type { Sighting } from "./updates/sightings.ts";

/** The caller of what comes over a broker that is not the hub's own. */
export const externalBrokerName = "external broker";

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

/** Where what agents send goes. */
export interface ReceiverParts {
  readonly fleet: Fleet;
  readonly results: CommandResults;
  readonly desk: AgentDesk;
}

/** Who sent a report, and the way it came. */
interface Delivered {
  readonly caller: Caller;
  readonly transport: Sighting["transport"];
}

/** Takes in what agents send, whichever way it came. */
export class Receiver {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #fleet: Fleet;
  readonly #results: CommandResults;
  readonly #desk: AgentDesk;
  readonly #complaintAbout: (value: Json) => string | null;

  constructor(context: IntegrationContext<AgentConfig>, { fleet, results, desk }: ReceiverParts) {
    this.#context = context;
    this.#fleet = fleet;
    this.#results = results;
    this.#desk = desk;
    this.#complaintAbout = context.validator(heartbeatSchema);
  }

  /** Resolves once it is on disk. Throws what the sender is to be refused with. */
  async receive(report: Report, delivered: Delivered): Promise<ReportAnswer> {
    const isBatch = Array.isArray(report);
    const answer = isBatch
      ? await this.#receiveBatch(report, delivered)
      : await this.#receiveOne(report as Heartbeat, delivered);
    await Promise.all([this.#context.recorded(), this.#results.stored()]);
    return answer;
  }

  async #receiveBatch(batch: readonly Json[], delivered: Delivered): Promise<(HeartbeatAnswer | HeartbeatRefusal)[]> {
    const answers: (HeartbeatAnswer | HeartbeatRefusal)[] = [];
    for (const item of batch) {
      const complaint = this.#complaintAbout(item);
      const isGood = complaint === null;
      answers.push(isGood ? await this.#receiveOne(item as unknown as Heartbeat, delivered) : refusal(complaint));
    }
    return answers;
  }

  async #receiveOne(heartbeat: Heartbeat, { caller, transport }: Delivered): Promise<HeartbeatAnswer> {
    const { agentCredentials, config, refuse } = this.#context;
    const guid = heartbeat.server_guid?.toLowerCase() ?? caller.agentGuid;
    if (caller.agentGuid !== undefined && guid !== caller.agentGuid) {
      refuse("FORBIDDEN", `The token is used for the agent ${caller.agentGuid}, but server_guid is ${guid}`);
    }
    const { local_interval_seconds: local, heartbeat_interval_seconds: remote } = config;
    const isLocal = caller.name === localAgentLabel;
    const intervalSeconds = isLocal ? local : remote;
    const mayHaveWaited = caller.name === externalBrokerName;
    const sender = { guid, address: caller.address, intervalSeconds, mayHaveWaited };
    const taken = await this.#fleet.receive(heartbeat, sender);
    // A clone is not the machine that its answer would be for: it gets nothing of that one's, least of all its next token.
    if (taken.identity_conflict) return taken;
    const acknowledged = this.#withResults(taken, heartbeat);
    const answer = this.#desk.serve(acknowledged, heartbeat, { transport, isLocal });
    const token = guid === undefined ? null : agentCredentials.waiting(guid, caller.name);
    return token === null ? answer : { ...answer, api_token: token };
  }

  #withResults(answer: HeartbeatAnswer, { command_results: results }: Heartbeat): HeartbeatAnswer {
    if (!results || results.length === 0) return answer;
    return { ...answer, results_acknowledged: this.#results.add(answer.server_id, results) };
  }
}

function refusal(message: string): HeartbeatRefusal {
  return { status: "error", received: false, detail: { code: "VALIDATION_ERROR", message } };
}
