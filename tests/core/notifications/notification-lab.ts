import { Notifications } from "../../../core/notifications/notifications.ts";
import { createRouting, type NotificationRules } from "../../../core/notifications/routing.ts";
import { wallClock } from "../../../core/notifications/time-of-day.ts";
import type { Notification, NotificationKind, Problem } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";
import { FakeChannel, messageOf } from "./fake-channel.ts";

/** The notification service with one channel, on a real database and fake time, at UTC. */
export class NotificationLab {
  readonly clock: FakeClock;
  readonly problems = new Map<string, Problem>();
  readonly channel = new FakeChannel();
  notifications: Notifications;
  #store: TestDatabase;
  #rules: NotificationRules;
  #undo: () => Promise<void> = async () => {};

  private constructor(store: TestDatabase, clock: FakeClock, rules: NotificationRules) {
    [this.#store, this.clock, this.#rules] = [store, clock, rules];
    this.notifications = this.#create();
  }

  static async start(rules: Partial<NotificationRules>, at = "2026-01-15T12:00:00Z"): Promise<NotificationLab> {
    const lab = new NotificationLab(await TestDatabase.open(), new FakeClock(at), {
      routes: [],
      digest: null,
      ...rules,
    });
    await lab.#begin();
    return lab;
  }

  /** Sends a message: `opened disk`. Its id is the same. */
  send(text: string, changes: Partial<Notification> = {}): Promise<void> {
    const [kind, subject = ""] = text.split(" ");
    const message = { ...messageOf(text, subject), kind: kind as NotificationKind, title: subject, ...changes };
    return this.notifications.send(message);
  }

  /** Stops the hub, and starts it again when so many minutes have passed. */
  async restart(minutes: number): Promise<void> {
    await this.#undo();
    this.#store = await this.#store.restart();
    await this.minutes(minutes);
    this.notifications = this.#create();
    await this.#begin();
  }

  /** Lets minutes pass, at each of which digests are looked for. */
  async minutes(count: number): Promise<void> {
    for (let passed = 0; passed < count; passed += 30) {
      await this.clock.advance(Math.min(30, count - passed) * 60_000);
      await this.notifications.sendDigests().catch(() => {});
      await this.clock.advance(0);
    }
  }

  /** What became of each message, oldest first: `opened disk folded`. */
  async fates(): Promise<readonly string[]> {
    const { deliveries } = await this.notifications.list({ limit: 100, offset: 0 });
    return deliveries.map(({ notification, state }) => `${notification.id} ${state}`).toReversed();
  }

  /** The text of the message of that kind which came last. */
  async textOf(kind: NotificationKind): Promise<string | null | undefined> {
    const { deliveries } = await this.notifications.list({ limit: 100, offset: 0 });
    return deliveries.find(({ notification }) => notification.kind === kind)?.notification.text;
  }

  follow(rules: Partial<NotificationRules>): void {
    this.#rules = { routes: [], digest: null, ...rules };
    this.notifications.follow(createRouting(this.#rules, wallClock("UTC")));
  }

  async remove(): Promise<void> {
    await this.#undo();
    await this.#store.remove();
  }

  #create(): Notifications {
    const report = (id: string, problem: Problem) => {
      this.problems.set(id, problem);
      return () => void this.problems.delete(id);
    };
    return new Notifications({
      database: this.clock.holdFor(this.#store.database),
      clock: this.clock,
      log: new LogSpy(),
      routing: createRouting(this.#rules, wallClock("UTC")),
      hubUrl: () => null,
      report,
    });
  }

  async #begin(): Promise<void> {
    await this.notifications.load();
    this.#undo = await this.notifications.addChannel(this.channel, "slack");
    await this.notifications.keepOnly(["slack"]);
    await this.notifications.sendDigests();
    await this.clock.advance(0);
  }
}
