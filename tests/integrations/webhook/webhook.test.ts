import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../agent/protocol.ts";
import { WebhookStub } from "../../support/webhook-stub.ts";
import { AlertLab, withMetrics } from "../alerts/alert-lab.ts";

let stub: WebhookStub;

beforeEach(async () => {
  stub = await WebhookStub.start();
});

afterEach(() => stub.stop());

const busy = (heartbeat: Heartbeat) => withMetrics(heartbeat, { memory_percent: 97 });

/** What becomes of an alert that opens, with one target configured so. */
async function alertTo(target: string, minutes = 5) {
  const lab = await AlertLab.start(
    1,
    `  webhook:\n    targets:\n      - { name: pager, url: "${stub.url}/hook"${target} }\n`,
  );
  try {
    await lab.minutes(minutes, busy);
    const { body } = await lab.hub.call<{ channels: { state: string; waiting: number; dead: number }[] }>(
      "GET",
      "/channels",
    );
    return body.channels[0];
  } finally {
    await lab.remove();
  }
}

describe("a webhook", () => {
  it("gets the whole message, signed with its time, and a name by which a repetition is known", async () => {
    stub.answers.push({ status: 500 });
    await alertTo(', secret: "shared secret"');
    const [first, second] = stub.received;
    const { headers, body = "" } = second ?? {};
    const time = headers?.["x-homelabcmd-timestamp"];
    const digest = createHmac("sha256", "shared secret")
      .update(`${String(time)}.${body}`)
      .digest("hex");

    expect(JSON.parse(body)).toEqual({
      id: expect.stringMatching(/^alert-1-opened-/),
      subject: "alert-1",
      kind: "opened",
      severity: "critical",
      type: "memory",
      headline: "Critical: Memory of m0 at 97 %",
      title: "Memory of m0 at 97 %",
      text: "Little memory is left for new programs.",
      machine: { id: "m0", name: "m0", tags: [] },
      members: [],
      facts: expect.arrayContaining([{ label: "Value", value: "97 %" }]),
      causes: [],
      suggestion: "Restart or limit the largest process before the kernel ends one.",
      url: null,
      at: expect.stringMatching(/^2026-01-15T12:\d\d:\d\d\.000Z$/),
    });
    expect([headers?.["x-homelabcmd-signature"], headers?.["content-type"], body]).toEqual([
      `sha256=${digest}`,
      "application/json",
      first?.body,
    ]);
    const { id } = JSON.parse(body);
    expect(stub.received.map((one) => one.headers["x-homelabcmd-delivery"])).toEqual([id, id]);
  });

  it("gets a body of the user's, by the method and with the headers that they want", async () => {
    await alertTo(
      ', method: PUT, headers: { authorization: Bearer abc, "CONTENT-TYPE": application/vnd.pager+json }, body: { who: ["{{ machine.name }}"] }',
    );
    const [request] = stub.received;

    expect([request?.method, request?.headers.authorization, request?.headers["content-type"], request?.body]).toEqual([
      "PUT",
      "Bearer abc",
      "application/vnd.pager+json",
      '{"who":["m0"]}',
    ]);
  });

  it("gets plain text where the body is one, and a login that stands in the address", async () => {
    stub.usual = { status: 204 };
    const address = stub.url.replace("//", "//me:p%40ss@");
    await alertTo(`, body: "{{ headline }}" }\n      - { name: second, url: "${address}/x"`);
    const [first, second] = stub.received.toSorted((one, other) => one.path.localeCompare(other.path));

    expect([first?.headers["content-type"], first?.body, second?.headers.authorization]).toEqual([
      "text/plain; charset=utf-8",
      "Critical: Memory of m0 at 97 %",
      `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
    ]);
  });

  it.each([
    [
      { status: 429, headers: { "Retry-After": "7200" } },
      { state: "waiting", waiting: 1, dead: 0 },
    ],
    [{ status: 503 }, { state: "waiting", waiting: 1, dead: 0 }],
    [
      { status: 302, headers: { Location: "https://elsewhere.test/" } },
      { state: "broken", waiting: 1, dead: 0 },
    ],
    [{ status: 401 }, { state: "broken", waiting: 1, dead: 0 }],
    [{ status: 410 }, { state: "broken", waiting: 1, dead: 0 }],
    [{ status: 422 }, { state: "ok", waiting: 0, dead: 1 }],
    ["drop" as const, { state: "waiting", waiting: 1, dead: 0 }],
  ])("that answers %j has the message wait, or not", async (answer, outcome) => {
    stub.usual = answer;

    expect(await alertTo("")).toMatchObject(outcome);
  });
});
