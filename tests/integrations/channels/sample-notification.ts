import type { Notification } from "../../../core/sdk/index.ts";

/** A message with everything in it: a disk that is nearly full. */
export function sampleNotification(changes: Partial<Notification> = {}): Notification {
  return {
    id: "alert-12-opened-1",
    subject: "alert-12",
    kind: "opened",
    severity: "critical",
    type: "disk",
    title: "Disk /mnt/pool on nas at 92 %",
    text: "Programs that write to /mnt/pool fail when it is full.",
    machine: { id: "nas", name: "nas", tags: ["storage"] },
    facts: [
      { label: "Value", value: "92 %" },
      { label: "Threshold", value: "90 %" },
    ],
    causes: ["ffmpeg (pid 812): 91.5 %"],
    suggestion: "Remove what is not needed.",
    path: "/alerts/12",
    at: Date.parse("2026-01-15T12:00:00Z"),
    ...changes,
  };
}

/** Texts as a hostile machine might choose them. */
export const hostileTexts = [
  "<!channel> <@U123> <https://evil.test|click>",
  "x".repeat(10_000),
  "&<>".repeat(4000),
  "\u202Egnp.exe \u2066rtl\u2069",
  "👨‍👩‍👧‍👦".repeat(3000),
  "line\r\nBcc: victim@example.net\r\n\r\nbody\u0000\u0007",
  "*bold* _italic_ ~gone~ `code` ```block```",
  '"}], "text": "{{ title }}',
  "\uD800 half a character",
  "   ",
  "",
] as const;

/** A message of which every text is hostile. */
export function hostileNotification(text: string): Notification {
  return sampleNotification({
    subject: text,
    title: text,
    text,
    machine: { id: "nas", name: text, tags: [text] },
    facts: Array.from({ length: 30 }, () => ({ label: text, value: text })),
    causes: Array.from({ length: 30 }, () => text),
    suggestion: text,
  });
}
