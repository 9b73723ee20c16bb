import { describe, expect, it } from "vitest";
import { mailOf } from "../../../integrations/email/mail.ts";
import { hostileNotification, hostileTexts, sampleNotification } from "../channels/sample-notification.ts";

const sender = { identity: "9f2c", from: "hub@example.net" };
const wording = { headline: "Critical: Disk /mnt/pool on nas at 92 %", link: "https://hub.example.net/alerts/12" };

describe("a mail", () => {
  it("says everything as text and as HTML, and belongs to the thread of its alert", () => {
    expect(mailOf(sampleNotification(), wording, sender)).toEqual({
      subject: "Critical: Disk /mnt/pool on nas at 92 %",
      text: [
        "Critical: Disk /mnt/pool on nas at 92 %",
        "Programs that write to /mnt/pool fail when it is full.",
        "Machine: nas\nValue: 92 %\nThreshold: 90 %",
        "Likely causes:\n- ffmpeg (pid 812): 91.5 %",
        "What to do:\nRemove what is not needed.",
        "https://hub.example.net/alerts/12",
        "-- \nHomelabCmd · alert-12\n",
      ].join("\n\n"),
      html: [
        '<div style="font-family:sans-serif;max-width:40em">',
        "<h2>Critical: Disk /mnt/pool on nas at 92 %</h2>",
        "<p>Programs that write to /mnt/pool fail when it is full.</p>",
        '<table cellpadding="4">',
        '<tr><td style="color:#777">Machine</td><td>nas</td></tr>',
        '<tr><td style="color:#777">Value</td><td>92 %</td></tr>',
        '<tr><td style="color:#777">Threshold</td><td>90 %</td></tr>',
        "</table>",
        "<p><b>Likely causes</b></p>",
        "<ul><li>ffmpeg (pid 812): 91.5 %</li></ul>",
        "<p><b>What to do</b></p>",
        "<p>Remove what is not needed.</p>",
        '<p><a href="https://hub.example.net/alerts/12">Open in HomelabCmd</a></p>',
        '<p style="color:#777">HomelabCmd · alert-12</p>',
        "</div>",
      ].join("\n"),
      messageId: "<alert-12-opened-1.9f2c@example.net>",
      inReplyTo: "<alert-12.thread.9f2c@example.net>",
      references: ["<alert-12.thread.9f2c@example.net>"],
      priority: "high",
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
  });

  it("about the same message has the same id, and about another of the alert the same thread", () => {
    const over = mailOf(sampleNotification({ id: "alert-12-resolved-1", kind: "resolved" }), wording, sender);
    const again = mailOf(sampleNotification(), wording, sender);

    expect([over.messageId, over.references, over.priority, again.messageId]).toEqual([
      "<alert-12-resolved-1.9f2c@example.net>",
      again.references,
      "normal",
      "<alert-12-opened-1.9f2c@example.net>",
    ]);
  });

  it.each(hostileTexts)(
    "of a machine that says %j has no line more in its headers and no tag more in its HTML",
    (text) => {
      const hostile = { ...hostileNotification(text), id: text };
      const { subject, messageId, references, html } = mailOf(hostile, { headline: text, link: null }, sender);
      const tags = new Set(html.match(/<\/?\w+/g)?.map((tag) => tag.replace("/", "")));
      const own = ["<div", "<h2", "<p", "<br", "<table", "<tr", "<td", "<ul", "<li", "<b"];

      expect([
        [subject, messageId, ...references].filter((header) => /[\r\n\0]/.test(header)),
        [...tags].filter((tag) => !own.includes(tag)),
        messageId.slice(1, -1).includes(" "),
      ]).toEqual([[], [], false]);
    },
  );
});
