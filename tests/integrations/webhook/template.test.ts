import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../core/sdk/index.ts";
import { escapeForJson, fillIn, unknownPlaceholders } from "../../../integrations/webhook/template.ts";
import { hostileNotification, hostileTexts, sampleNotification } from "../channels/sample-notification.ts";

const told = { notification: sampleNotification(), headline: "Critical: Disk", link: "https://hub.test/alerts/12" };

describe("a template", () => {
  it.each<[Json, Json]>([
    ["{{title}} on {{ machine.name }}", "Disk /mnt/pool on nas at 92 % on nas"],
    ["{{ headline }}: {{ url }}", "Critical: Disk: https://hub.test/alerts/12"],
    ["{{ facts }}", "Value: 92 %\nThreshold: 90 %"],
    [
      { a: ["{{ id }}", 5, null], b: { c: "{{ at }}" } },
      { a: ["alert-12-opened-1", 5, null], b: { c: "2026-01-15T12:00:00.000Z" } },
    ],
    ["{ {title} }", "{ {title} }"],
  ])("%j says %j", (template, text) => {
    expect(fillIn(template, told)).toEqual(text);
  });

  it("leaves empty what a message does not have", () => {
    const notification = sampleNotification({ machine: null, text: null, suggestion: null });

    expect(
      fillIn("[{{ machine.name }}{{ text }}{{ suggestion }}{{ url }}]", { ...told, notification, link: null }),
    ).toBe("[]");
  });

  it("knows which placeholders nothing fills in", () => {
    expect(unknownPlaceholders(["{{ titel }}", { deep: "{{ constructor }} {{ title }}" }])).toEqual([
      "titel",
      "constructor",
    ]);
  });

  it("is not read again in what it was filled in with, and stays JSON whatever a machine says", () => {
    const texts = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(texts, (text) => {
        const hostile = { notification: hostileNotification(text), headline: text, link: null };
        const filled = fillIn('{"title": "{{ title }}", "text": "<{{ text }}>"}', hostile, escapeForJson);

        expect(JSON.parse(String(filled))).toEqual({ title: text, text: `<${text}>` });
      }),
    );
  });
});
