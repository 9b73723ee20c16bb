import type { Heartbeat } from "../protocol.ts";
import { interpretAnswer } from "./http-answer.ts";
import type { SendOutcome } from "./reporter.ts";

/** The HTTP status of each code that the hub refuses with; any other is a trouble of the hub's. */
const statusOf: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
  VALIDATION_ERROR: 422,
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a message on `…/ack` means for `sent` heartbeats, just as the same answer over HTTP; `null` when it is for others: for a
 * clone's, which hears the same topic, or for those of an earlier attempt.
 */
export function interpretAck(text: string, sent: readonly Heartbeat[], now: number): SendOutcome | null {
  const ack = parse(text);
  if (Array.isArray(ack) ? !isForAll(ack, sent) : !isForOne(ack, sent)) return null;
  const detail = Array.isArray(ack) ? undefined : refusalIn(ack);
  if (detail === undefined) return interpretAnswer({ status: 200, headers: {}, body: text }, sent.length, now);
  const wait = detail["retry_after_seconds"];
  const headers = typeof wait === "number" ? { "retry-after": String(Math.ceil(wait)) } : {};
  return interpretAnswer({ status: statusOf[String(detail["code"])] ?? 503, headers, body: text }, sent.length, now);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isForAll(answers: readonly unknown[], sent: readonly Heartbeat[]): boolean {
  return answers.length === sent.length && sent.every((heartbeat, index) => refersTo(answers[index], heartbeat));
}

/** An answer to one heartbeat, or a refusal of many, which names the first. */
function isForOne(answer: unknown, sent: readonly Heartbeat[]): boolean {
  const [first] = sent;
  const isAlone = sent.length === 1 || refusalIn(answer) !== undefined;
  return first !== undefined && isAlone && refersTo(answer, first);
}

function refersTo(answer: unknown, { sequence = null, boot_id: bootId = null }: Heartbeat): boolean {
  const { sequence: answered = null, boot_id: boot = null } = fieldsOf(answer);
  return answered === sequence && boot === bootId;
}

function refusalIn(answer: unknown): Fields | undefined {
  const detail = fieldsOf(answer)["detail"];
  return detail === undefined ? undefined : fieldsOf(detail);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
