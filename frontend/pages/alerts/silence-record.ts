import type { AlertRecord } from "../../state/alert-record.ts";

/** A silence as the hub lists it. What is `null` does not matter to it. */
export interface SilenceRecord {
  readonly id: number;
  readonly machine_id: string | null;
  readonly type: string | null;
  readonly tag: string | null;
  readonly comment: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly ends_at: string;
}

/** What a silence of what an alert is about covers: its type, on its machine where it has one. */
export function silenceOf({ alert_type, server_id, title }: AlertRecord) {
  return { type: alert_type, machine_id: server_id, comment: title.slice(0, 500) };
}
