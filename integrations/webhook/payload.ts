import type { JsonObject, Notification } from "../../core/sdk/index.ts";
import type { Told } from "./template.ts";

/** The whole message as a receiver gets it: times in ISO 8601, and the address of the dashboard where it is known. */
export function payloadOf({ notification, headline, link }: Told): JsonObject {
  const { id, subject, kind, severity, type, title, text, facts, causes, suggestion, at } = notification;
  const { machine, members = [] } = notification;
  const place = (one: Notification["machine"]) => one && { id: one.id, name: one.name, tags: [...one.tags] };
  return {
    id,
    subject,
    kind,
    severity,
    type,
    headline,
    title,
    text,
    machine: place(machine),
    members: members.map((member) => ({ subject: member.subject, machine: place(member.machine) })),
    facts: facts.map(({ label, value }) => ({ label, value })),
    causes: [...causes],
    suggestion,
    url: link,
    at: new Date(at).toISOString(),
  };
}
