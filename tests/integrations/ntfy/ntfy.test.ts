import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ntfyMessage } from "../../../integrations/ntfy/message.ts";
import { outcomeOf } from "../../../integrations/ntfy/outcome.ts";
import { WebhookStub } from "../../support/webhook-stub.ts";
import { AlertLab, withMetrics } from "../alerts/alert-lab.ts";
import { hostileNotification, hostileTexts, sampleNotification } from "../channels/sample-notification.ts";

const link = "https://hub.example.net/alerts/12";

describe("a message for ntfy", () => {
  it("has a priority, a tag, what was measured, and a link", () => {
    expect(ntfyMessage(sampleNotification(), { headline: "Critical: Disk", link })).toEqual({
      title: "Critical: Disk",
      message: [
        "Programs that write to /mnt/pool fail when it is full.",
        "Machine: nas\nValue: 92 %\nThreshold: 90 %",
        "• ffmpeg (pid 812): 91.5 %",
        "Remove what is not needed.",
      ].join("\n\n"),
      priority: 5,
      tags: ["rotating_light"],
      sequence_id: "alert-12-opened-1",
      click: link,
      actions: [{ action: "view", label: "Open in HomelabCmd", url: link }],
    });
  });

  it("about an end does not break through at night, and says its headline where it has no more to say", () => {
    const over = sampleNotification({
      id: "an id of another kind",
      kind: "resolved",
      text: null,
      machine: null,
      facts: [],
      causes: [],
      suggestion: null,
    });

    expect(ntfyMessage(over, { headline: "Resolved: Disk", link: null })).toEqual({
      title: "Resolved: Disk",
      message: "Resolved: Disk",
      priority: 3,
      tags: ["white_check_mark"],
    });
  });

  it("stays a message and not an attachment, whatever a machine says", () => {
    const texts = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary", maxLength: 6000 }));
    fc.assert(
      fc.property(texts, (text) => {
        const { title, message } = ntfyMessage(hostileNotification(text), { headline: `High: ${text}`, link });

        expect([Buffer.byteLength(String(title)) <= 250, Buffer.byteLength(String(message)) <= 4096, message]).toEqual([
          true,
          true,
          expect.stringMatching(/^[^\r\u202a-\u202e]+$/),
        ]);
      }),
    );
  });
});

it.each([
  [200, '{"id":"x"}', "sent"],
  [200, "<html>", "later"],
  [301, "", "broken"],
  [400, '{"code":40009}', "refused"],
  [401, '{"code":40101}', "broken"],
  [403, '{"code":40301}', "broken"],
  [404, "", "broken"],
  [413, "", "refused"],
  [429, '{"code":42908}', "later"],
  [507, "", "later"],
])("an answer %s %s of ntfy is %s", (status, body, kind) => {
  expect(outcomeOf({ status, headers: {}, body, retryAfterSeconds: null }).kind).toBe(kind);
});

it("ntfy is told of an alert on its topic, with the token", async () => {
  const stub = await WebhookStub.start();
  stub.usual = { status: 200, body: '{"id":"x","event":"message"}' };
  const lab = await AlertLab.start(1, `  ntfy: { server: "${stub.url}", topic: my-lab, token: tk_abc }\n`);
  await lab.minutes(5, (heartbeat) => withMetrics(heartbeat, { memory_percent: 97 }));
  await lab.remove();
  await stub.stop();

  expect([stub.received[0]?.path, stub.received[0]?.headers.authorization, stub.messages()]).toEqual([
    "/",
    "Bearer tk_abc",
    [expect.objectContaining({ topic: "my-lab", title: "Critical: Memory of m0 at 97 %", priority: 5 })],
  ]);
});
