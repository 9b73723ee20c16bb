import type { NotificationFact } from "../../core/sdk/index.ts";
import type { Content } from "./mail.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The HTML of a mail: no pictures, no styles that a mail program would remove, nothing that is loaded from elsewhere. */
export function html({ headline, text, facts, causes, suggestion, link, footer }: Content): string {
  return [
    '<div style="font-family:sans-serif;max-width:40em">',
    `<h2>${escapeHtml(headline)}</h2>`,
    ...paragraph(text),
    ...table(facts),
    ...(causes.length === 0 ? [] : ["<p><b>Likely causes</b></p>", list(causes)]),
    ...(suggestion === "" ? [] : ["<p><b>What to do</b></p>", ...paragraph(suggestion)]),
    ...(link === null ? [] : [`<p><a href="${escapeHtml(link)}">Open in HomelabCmd</a></p>`]),
    `<p style="color:#777">${escapeHtml(footer)}</p>`,
    "</div>",
  ].join("\n");
}

function paragraph(text: string): string[] {
  return text === "" ? [] : [`<p>${escapeHtml(text).replaceAll("\n", "<br>")}</p>`];
}

function table(facts: readonly NotificationFact[]): string[] {
  if (facts.length === 0) return [];
  const rows = facts.map(
    ({ label, value }) => `<tr><td style="color:#777">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  return ['<table cellpadding="4">', ...rows, "</table>"];
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
