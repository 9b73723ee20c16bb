import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { type Heartbeat, maxBatch } from "../../agent/protocol.ts";
import type { Notification } from "../../core/sdk/index.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { TestHub } from "../support/test-hub.ts";
import type { Deed } from "./scenario.ts";

const config = "integrations:\n  agent: { local: false }\n  phone: {}\n";
const phone = path.join(import.meta.dirname, "phone");

/** An alert as far as it is compared. */
interface WireAlert {
  readonly id: number;
  readonly server_id: string | null;
  readonly alert_type: string;
  readonly instance: string | null;
  readonly severity: string;
  readonly status: string;
  readonly is_flapping: boolean;
}

/** A whole hub on fake time, with a phone that gets its messages. It can be stopped and started again. */
export class SimulatedHub {
  readonly #clock: FakeClock;
  readonly #log = new LogSpy();
  #hub: TestHub;
  #isUp = true;
  /** By number, what an alert is about; for those that were looked at. */
  readonly #about = new Map<number, string>();
  #readAlerts = 0;
  #readMessages = 0;

  private constructor(clock: FakeClock, hub: TestHub) {
    [this.#clock, this.#hub] = [clock, hub];
  }

  static async start(clock: FakeClock): Promise<SimulatedHub> {
    const prepare = (folder: string) => cp(phone, path.join(folder, "integrations/phone"), { recursive: true });
    return new SimulatedHub(clock, await TestHub.start({ clock, config, prepare }));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  async stop(): Promise<void> {
    await this.#hub.stop();
    this.#isUp = false;
  }

  /** Starts it again on the same folder. */
  async restart(): Promise<void> {
    const { dataFolder } = this.#hub;
    this.#hub = await TestHub.start({ clock: this.#clock, dataFolder, config, log: this.#log });
    this.#isUp = true;
  }

  async remove(): Promise<void> {
    await this.#hub.remove();
  }

  async do(deed: Deed): Promise<void> {
    await deed({ hub: this.#hub, clock: this.#clock });
  }

  /** Hands heartbeats to the hub, as many in one request as it takes. */
  async receive(heartbeats: readonly Heartbeat[]): Promise<void> {
    for (let from = 0; from < heartbeats.length; from += maxBatch) {
      const batch = heartbeats.slice(from, from + maxBatch);
      const { status, body } = await this.#hub.call("POST", "/agents/heartbeat", batch);
      const isTaken = status === 200 && (body as unknown as readonly { status: string }[]).every(isOk);
      if (!isTaken) throw new Error(`Heartbeats were refused: ${status} ${JSON.stringify(body).slice(0, 500)}`);
    }
  }

  /** What came into the book since this was last asked, oldest first, as it is now: `disk nas /mnt/pool high open`. */
  async newAlerts(): Promise<readonly string[]> {
    const alerts = await this.#alertsSince(this.#readAlerts);
    this.#readAlerts = Math.max(this.#readAlerts, ...alerts.map(({ id }) => id));
    return alerts.map((alert) => {
      const about = aboutOf(alert);
      this.#about.set(alert.id, about);
      return `${about} ${alert.severity} ${alert.status}${alert.is_flapping ? " flapping" : ""}`;
    });
  }

  /** What people were told since this was last asked, in order: `opened disk nas /mnt/pool`. Ask for new alerts first. */
  async newMessages(): Promise<readonly string[]> {
    const file = path.join(this.#hub.dataFolder, "phone/messages.jsonl");
    const text = await readFile(file, "utf8").catch(() => "");
    const lines = text.split("\n").slice(0, -1);
    const messages = lines.slice(this.#readMessages).map((line) => JSON.parse(line) as Notification);
    this.#readMessages = lines.length;
    return messages.map(({ kind, subject, members }) => {
      const subjects = members?.map((member) => member.subject) ?? [subject];
      return `${kind} ${subjects
        .map((one) => this.#aboutSubject(one))
        .sort()
        .join(" + ")}`;
    });
  }

  #aboutSubject(subject: string): string {
    return this.#about.get(Number(/^alert-(\d+)$/.exec(subject)?.[1])) ?? subject;
  }

  async #alertsSince(id: number): Promise<readonly WireAlert[]> {
    const alerts: WireAlert[] = [];
    for (let offset = 0; ; offset += 500) {
      const page = await this.#hub.call<{ alerts: readonly WireAlert[] }>("GET", `/alerts?limit=500&offset=${offset}`);
      const fresh = page.body.alerts.filter((alert) => alert.id > id);
      alerts.push(...fresh);
      if (fresh.length < 500) return alerts.toReversed();
    }
  }
}

function aboutOf({ alert_type: type, server_id: machine, instance }: WireAlert): string {
  return [type, machine ?? "the hub", instance].filter((part) => part !== null).join(" ");
}

function isOk({ status }: { readonly status: string }): boolean {
  return status === "ok";
}
