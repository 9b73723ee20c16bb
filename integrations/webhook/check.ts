import type { ConfigFinding, Json, Notification } from "../../core/sdk/index.ts";
import type { WebhookConfig, WebhookTarget } from "./config.ts";
import { isJson } from "./request.ts";
import { escapeForJson, fillIn, knownPlaceholders, unknownPlaceholders } from "./template.ts";

/** What is wrong with the targets that their schema accepts. */
export function checkTargets({ targets }: WebhookConfig): readonly ConfigFinding[] {
  const names = targets.map(({ name }) => name);
  return targets.flatMap((target, index) => [
    ...(names.indexOf(target.name) < index
      ? [{ path: ["targets", index, "name"], message: "is the name of another target too; each needs its own" }]
      : []),
    ...bodyFaults(target).map((message) => ({ path: ["targets", index, "body"], message })),
  ]);
}

function bodyFaults(target: WebhookTarget): readonly string[] {
  if (target.body === undefined) return [];
  const template = target.body as Json;
  const [unknown] = unknownPlaceholders(template);
  if (unknown !== undefined) return [`names {{ ${unknown} }}, which no message has; there are ${knownPlaceholders}`];
  const isGood = typeof template !== "string" || !isJson(target) || isJsonText(template);
  return isGood ? [] : ["must be JSON once it is filled in, because its Content-Type says so; write a map instead"];
}

/** Whether a template becomes JSON, whatever a message says. */
function isJsonText(template: string): boolean {
  try {
    JSON.parse(
      String(
        fillIn(
          template,
          { notification: example, headline: 'A "headline"', link: "https://hub.example.net/" },
          escapeForJson,
        ),
      ),
    );
    return true;
  } catch {
    return false;
  }
}

const example: Notification = {
  id: "alert-1-opened",
  subject: "alert-1",
  kind: "opened",
  severity: "high",
  type: "disk",
  title: 'A "title"',
  text: 'A "text"',
  machine: { id: "nas", name: 'The "NAS"', tags: ["storage"] },
  facts: [{ label: "Value", value: '"5"' }],
  causes: ['"ffmpeg"'],
  suggestion: 'A "suggestion"',
  path: "/alerts/1",
  at: 0,
};
