import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../core/sdk/index.ts";
import { slackMessage } from "../../../integrations/slack/message.ts";
import { hostileNotification, hostileTexts, sampleNotification } from "../channels/sample-notification.ts";

const link = "https://hub.example.net/alerts/12";

const plain = (text: string) => ({ type: "plain_text", text, emoji: true });
const header = (text: string) => ({ type: "header", text: plain(text) });
const section = (text: string) => ({ type: "section", text: plain(text) });
const field = (label: string, value: string) => ({ type: "mrkdwn", text: `*${label}*\n${value}`, verbatim: true });
const linkSection = {
  type: "section",
  text: { type: "mrkdwn", text: `<${link}|Open in HomelabCmd>`, verbatim: true },
};
const context = { type: "context", elements: [plain("HomelabCmd · alert-12")] };

describe("a message for Slack", () => {
  it("of a threshold says the machine, the value, the threshold, the culprits and what to do", () => {
    const message = slackMessage(sampleNotification(), { headline: "Critical: Disk /mnt/pool on nas at 92 %", link });

    expect(message).toEqual({
      text: [
        "🔴 Critical: Disk /mnt/pool on nas at 92 %",
        "Programs that write to /mnt/pool fail when it is full.",
        "Machine: nas\nValue: 92 %\nThreshold: 90 %",
      ].join("\n"),
      blocks: [
        header("🔴 Critical: Disk /mnt/pool on nas at 92 %"),
        section("Programs that write to /mnt/pool fail when it is full."),
        { type: "section", fields: [field("Machine", "nas"), field("Value", "92 %"), field("Threshold", "90 %")] },
        section("Likely causes\n• ffmpeg (pid 812): 91.5 %"),
        section("What to do\nRemove what is not needed."),
        linkSection,
        context,
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it("of an alert that is over says which, and how long it lasted", () => {
    const over = sampleNotification({
      kind: "resolved",
      text: "It lasted 2 h 5 min.",
      machine: null,
      facts: [],
      causes: [],
      suggestion: null,
    });

    expect(slackMessage(over, { headline: "Resolved: Disk /mnt/pool on nas at 92 %", link })["blocks"]).toEqual([
      header("✅ Resolved: Disk /mnt/pool on nas at 92 %"),
      section("It lasted 2 h 5 min."),
      linkSection,
      context,
    ]);
  });

  it("without a text, facts or a known address of the hub is its headline alone", () => {
    const bare = sampleNotification({
      kind: "test",
      text: null,
      machine: null,
      facts: [],
      causes: [],
      suggestion: null,
    });

    expect(slackMessage(bare, { headline: "This is a test", link: null })["blocks"]).toEqual([
      header("👋 This is a test"),
      context,
    ]);
  });

  it("leaves out formatting where a value could be taken for it", () => {
    const fact = { label: "What", value: "/mnt/*_`pool" };
    const { blocks } = slackMessage(sampleNotification({ machine: null, facts: [fact] }), { headline: "h", link });

    expect((blocks as Json[])[2]).toEqual({ type: "section", fields: [plain("What\n/mnt/*_`pool")] });
  });

  it("escapes what Slack reads as its own, once and nothing else", () => {
    const { text } = slackMessage(sampleNotification({ text: null, machine: null, facts: [] }), {
      headline: `<!channel> & "you" &amp;`,
      link,
    });

    expect(text).toBe(`🔴 &lt;!channel&gt; &amp; "you" &amp;amp;`);
  });
});

const someText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 4000 }),
  fc.string({ unit: fc.constantFrom("<", ">", "&", "|", "\n", "*", "𝒳", "a"), maxLength: 12_000 }),
);

describe("a message for Slack from a hostile machine", () => {
  it("keeps to Slack's limits, with nothing of the machine's left that Slack would act on", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const message = slackMessage(hostileNotification(text), { headline: text, link });

        expect(faultsOf(message)).toEqual([]);
      }),
      { numRuns: 300, examples: hostileTexts.map((text) => [text]) },
    );
  });
});

/** What of Slack's rules a message breaks: https://docs.slack.dev/reference/block-kit/blocks */
function faultsOf(message: JsonObject): string[] {
  const blocks = message["blocks"] as readonly JsonObject[];
  const parts = blocks.flatMap(textsOf);
  const all = parts.reduce((sum, { text }) => sum + text.length, 0);
  const shown = [...parts.map(({ text }) => text), String(message["text"])].map((text) => text.replace(ownLink, ""));
  return [
    ...(blocks.length > 50 ? ["too many blocks"] : []),
    ...(all > 13_200 ? [`${all} characters in all`] : []),
    ...parts.flatMap(({ text, most }) => (text.length < 1 || text.length > most ? [`${text.length} characters`] : [])),
    ...(shown.some((text) => /[<>]/.test(text)) ? ["a bracket"] : []),
    ...(shown.some((text) => /&(?!(amp|lt|gt);)/.test(text)) ? ["a broken entity"] : []),
    ...(shown.some((text) => /[\u202a-\u202e\u2066-\u2069\0]/.test(text)) ? ["a turned direction"] : []),
    ...(shown.some((text) => !text.isWellFormed()) ? ["half a character"] : []),
    ...(message["text"] === "" ? ["no text"] : []),
  ];
}

const ownLink = `<${link}|Open in HomelabCmd>`;

function textsOf(block: JsonObject): { readonly text: string; readonly most: number }[] {
  const of = (part: unknown, most: number) => ({ text: String((part as JsonObject)["text"]), most });
  if (block["type"] === "header") return [of(block["text"], 150)];
  if (block["type"] === "context") return (block["elements"] as Json[]).slice(0, 10).map((one) => of(one, 3000));
  const fields = (block["fields"] ?? []) as readonly Json[];
  if (fields.length > 10) return [{ text: "", most: 0 }];
  return [...(block["text"] ? [of(block["text"], 3000)] : []), ...fields.map((one) => of(one, 2000))];
}
