import type { Clock, MachineReader, Notification } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";
import type { AlertsConfig } from "../config.ts";

/** Types whose alerts come in many at once, so that a moment is worth waiting for. */
export const grouped: ReadonlySet<string> = new Set(["offline"]);

/** What keeps an alert quiet, and why. */
export interface Quiet {
  readonly suppression: NonNullable<Alert["suppression"]>;
  readonly note: string;
}

/** What telling people needs. */
export interface AnnouncerParts {
  readonly config: Pick<AlertsConfig, "notify_on" | "cooldowns">;
  readonly clock: Clock;
  readonly machines: MachineReader;
  /** In which people read times. */
  readonly timeZone: string;
  readonly book: AlertBook;
  /** Whether a rule says that its alerts are told, or not; `undefined`: by their severity. */
  readonly notifies: (rule: string) => boolean | undefined;
  readonly send: (notification: Notification) => void;
  /** `null`: people may be told of it now. */
  readonly suppressionOf: (alert: Alert) => Quiet | null;
}
