import { describe, expect, it } from "vitest";
import { interpretAck } from "../../../agent/reporters/mqtt-answer.ts";
import { sampleHeartbeat } from "../sample-heartbeat.ts";

const boot_id = sampleHeartbeat(1).boot_id ?? null;
const good = (sequence: number) => ({ received: true, server_id: "nas", boot_id, sequence });
const refused = (code: string, more = {}) => ({ detail: { code, message: "so it is", ...more }, boot_id, sequence: 1 });
const one = [sampleHeartbeat(1)];
const three = [1, 2, 3].map(sampleHeartbeat);
const kindOf = (ack: unknown, sent = one) => interpretAck(JSON.stringify(ack), sent, 0)?.kind ?? null;

describe("an answer over MQTT", () => {
  it("is what the same answer is over HTTP", () => {
    const codes = ["FORBIDDEN", "UNAUTHORIZED", "VALIDATION_ERROR", "BAD_REQUEST", "UNAVAILABLE", "INTERNAL_ERROR"];

    expect([
      kindOf(good(1)),
      kindOf([1, 2, 3].map(good), three),
      ...codes.map((code) => kindOf(refused(code))),
    ]).toEqual([
      "accepted",
      "accepted",
      "forbidden",
      "forbidden",
      "rejected",
      "rejected",
      "unavailable",
      "unavailable",
    ]);
  });

  it("says when to come back", () => {
    const text = JSON.stringify(refused("UNAVAILABLE", { retry_after_seconds: 9.5 }));

    expect(interpretAck(text, one, 0)).toMatchObject({ kind: "unavailable", retryAfterSeconds: 10 });
  });

  it("refuses a batch as a whole by its first heartbeat", () => {
    expect(kindOf(refused("UNAVAILABLE"), three)).toBe("unavailable");
  });

  it.each([
    ["of another heartbeat", good(2), one],
    ["of another boot, a clone's", { ...good(1), boot_id: "other" }, one],
    ["of another batch", [1, 2, 4].map(good), three],
    ["of a part of the batch", [1, 2].map(good), three],
    ["of one of the batch", good(1), three],
    ["that is none", "online", one],
    ["that is empty", null, one],
  ])("is left alone when it is one %s", (_, ack, sent) => {
    expect(kindOf(ack, sent)).toBeNull();
  });
});
