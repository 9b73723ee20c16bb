import type { Heartbeat } from "../../agent/protocol.ts";
import type { Caller, IntegrationContext, Json, MqttMessage } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";
import { externalBrokerName, type Receiver, type Report, type ReportAnswer, reportSchema } from "./receiver.ts";

/** Why a report is refused, as in the answer over HTTP. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retry_after_seconds?: number;
}

/** Which heartbeat an answer is for: a clone hears the same topic as its original. */
type Reference = Pick<Heartbeat, "sequence" | "boot_id">;

/** Codes of refusals after which the same heartbeat may be good. */
const forLater = ["UNAVAILABLE", "TIMEOUT", "INTERNAL_ERROR"];

/**
 * `<prefix>/agents/<guid>/heartbeat`: the same as `POST /agents/heartbeat`. The answer is published on `…/ack`; QoS 1 is
 * acknowledged when the heartbeats are on disk, or refused for good.
 */
export function addHeartbeatTopic(context: IntegrationContext<AgentConfig>, receiver: Receiver): void {
  const { mqtt, log } = context;
  const complaintAbout = context.validator(reportSchema);
  mqtt.subscribe(`${mqtt.prefix}/agents/+/heartbeat`, async (message) => {
    // How old it is nobody knows; heartbeats are not to be retained.
    if (message.retained) return;
    const guid = message.topic.split("/").at(-2)?.toLowerCase() ?? "";
    const outcome = await take(message, guid);
    const answer = JSON.stringify(outcome.answer);
    const isLost = (error: unknown) => log.debug("An answer could not be published; the agent sends again", { error });
    await mqtt.publish(`${mqtt.prefix}/agents/${guid}/ack`, answer).catch(isLost);
    if (outcome.error !== undefined) throw outcome.error;
  });

  async function take({ payload, sender }: MqttMessage, guid: string) {
    const report = parse(payload);
    try {
      const complaint = report === undefined ? "the payload is not JSON" : complaintAbout(report);
      if (complaint !== null) context.refuse("VALIDATION_ERROR", complaint);
      const caller = sender ?? claimed(guid);
      const answer = await receiver.receive(report as unknown as Report, { caller, transport: "mqtt" });
      return { answer: withReferences(answer, report as unknown as Report) };
    } catch (error) {
      const detail = refusalOf(error);
      if (detail.code === "INTERNAL_ERROR") log.error("A heartbeat could not be taken", { error, server_guid: guid });
      const answer = { detail, ...referenceOf(Array.isArray(report) ? report[0] : report) };
      // Over an external broker, what one agent sent must not hold up the others; only a full disk does.
      const comesAgain =
        forLater.includes(detail.code) && (sender !== null || detail.retry_after_seconds !== undefined);
      return comesAgain ? { answer, error } : { answer };
    }
  }
}

/** An external broker has checked who may publish there, and does not tell: the topic is all there is. */
function claimed(agentGuid: string): Caller {
  return { scope: "agent", name: externalBrokerName, agentGuid, address: "" };
}

function parse(payload: Uint8Array): Json | undefined {
  try {
    return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
}

function withReferences(answer: ReportAnswer, report: Report): object {
  if (!Array.isArray(answer)) return { ...answer, ...referenceOf(report) };
  const batch = report as readonly unknown[];
  return answer.map((one, index) => ({ ...one, ...referenceOf(batch[index]) }));
}

function referenceOf(heartbeat: unknown): Reference {
  const { sequence, boot_id: bootId } = (heartbeat ?? {}) as {
    readonly sequence?: unknown;
    readonly boot_id?: unknown;
  };
  return {
    sequence: typeof sequence === "number" ? sequence : null,
    boot_id: typeof bootId === "string" ? bootId : null,
  };
}

/** What the hub throws has a code; what has none is a mistake of ours, and no business of the agent's. */
function refusalOf(error: unknown): Refusal {
  const { code, message, retryAfterSeconds } = error as Partial<
    Record<"code" | "message" | "retryAfterSeconds", unknown>
  >;
  const isForeseen = error instanceof Error && error.name === "PlatformError" && typeof code === "string";
  if (!isForeseen) return { code: "INTERNAL_ERROR", message: "The hub failed on this heartbeat; its log says why" };
  const wait = typeof retryAfterSeconds === "number" ? { retry_after_seconds: retryAfterSeconds } : {};
  return { code, message: String(message), ...wait };
}
