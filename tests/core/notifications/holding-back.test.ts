import { afterEach, describe, expect, it } from "vitest";
import type { NotificationRules, RouteRule } from "../../../core/notifications/routing.ts";
import { parseTimeOfDay } from "../../../core/notifications/time-of-day.ts";
import { NotificationLab } from "./notification-lab.ts";

const toSlack: RouteRule = {
  severities: null,
  types: null,
  tags: null,
  machines: null,
  channels: ["slack"],
  quietHours: null,
};
const quietHours = { from: parseTimeOfDay("22:00"), to: parseTimeOfDay("07:00"), except: ["critical"] } as const;
const quietAtNight: Partial<NotificationRules> = { routes: [{ ...toSlack, quietHours }] };
const dailyDigest: Partial<NotificationRules> = { digest: { at: parseTimeOfDay("08:00"), severities: ["low"] } };
const low = { severity: "low" } as const;

let lab: NotificationLab;
afterEach(() => lab.remove());

describe("quiet hours", () => {
  it("hold messages back until they end, but for the worst, also over a restart", async () => {
    lab = await NotificationLab.start(quietAtNight, "2026-01-15T23:00:00Z");
    await lab.send("opened disk");
    await lab.send("opened offline", { severity: "critical" });
    await lab.minutes(60);
    const atNight = [...lab.channel.tried];
    await lab.restart(0);
    await lab.minutes(8 * 60);

    expect([atNight, lab.channel.tried]).toEqual([["opened offline"], ["opened offline", "opened disk"]]);
  });

  it("keep an alert that comes and goes in them from ever being told", async () => {
    lab = await NotificationLab.start(quietAtNight, "2026-01-15T23:00:00Z");
    await lab.send("opened disk");
    await lab.minutes(60);
    await lab.send("resolved disk");
    await lab.minutes(10 * 60);

    expect([lab.channel.tried, await lab.fates()]).toEqual([[], ["opened disk folded", "resolved disk folded"]]);
  });

  it("say when what they hold back is sent", async () => {
    lab = await NotificationLab.start(quietAtNight, "2026-01-15T23:00:00Z");
    await lab.send("opened disk");
    const { deliveries } = await lab.notifications.list({ limit: 1, offset: 0 });

    expect(deliveries[0]?.nextAt).toBe(Date.parse("2026-01-16T07:00:00Z"));
  });
});

describe("the digest", () => {
  it("tells once a day of what can wait, also when the hub was down at that time", async () => {
    lab = await NotificationLab.start(dailyDigest);
    await lab.send("opened updates", low);
    await lab.send("opened certificate", low);
    await lab.send("opened disk");
    await lab.minutes(60);
    const atOnce = [...lab.channel.tried];
    await lab.restart(24 * 60);
    await lab.minutes(25 * 60);

    expect([atOnce, lab.channel.tried.length, await lab.textOf("digest"), await lab.fates()]).toEqual([
      ["opened disk"],
      2,
      "low: updates\nlow: certificate",
      [
        "opened updates folded",
        "opened certificate folded",
        "opened disk sent",
        `digest-slack-${Date.parse("2026-01-16T08:00:00Z")} sent`,
      ],
    ]);
  });

  it("leaves out what was over by then or became worse, and is not sent when nothing is left", async () => {
    lab = await NotificationLab.start(dailyDigest);
    await lab.send("opened updates", low);
    await lab.send("resolved updates", low);
    await lab.send("opened disk", low);
    await lab.send("escalated disk", { severity: "high" });
    await lab.minutes(25 * 60);

    expect([lab.channel.tried, await lab.fates()]).toEqual([
      ["escalated disk"],
      ["opened updates folded", "resolved updates folded", "opened disk folded", "escalated disk sent"],
    ]);
  });

  it("tells of the end of what an earlier one told", async () => {
    lab = await NotificationLab.start(dailyDigest);
    await lab.send("opened updates", low);
    await lab.minutes(24 * 60);
    await lab.send("reminder updates", low);
    await lab.send("resolved updates", low);
    await lab.minutes(24 * 60);

    expect([lab.channel.tried.length, await lab.textOf("digest")]).toEqual([2, "over: updates"]);
  });
});

describe("routes", () => {
  it("that name a channel which does not exist are a problem, until they do not or it does", async () => {
    lab = await NotificationLab.start({ routes: [{ ...toSlack, channels: ["slak"] }] });
    const misspelt = [...lab.problems.values()].map(({ title }) => title);
    lab.follow({ routes: [toSlack] });

    expect([misspelt, lab.problems.size]).toEqual([
      [
        "notifications.routes sends messages to 'slak', and there is no such channel; did you mean \"slack\"? Allowed: slack",
      ],
      0,
    ]);
  });

  it("hold from then on when they are changed", async () => {
    lab = await NotificationLab.start({});
    lab.follow({ routes: [{ ...toSlack, severities: ["critical"] }] });
    await lab.send("opened disk");
    await lab.send("opened offline", { severity: "critical" });
    await lab.minutes(1);

    expect(lab.channel.tried).toEqual(["opened offline"]);
  });

  it("let the end of an alert follow its beginning, when it became worse meanwhile", async () => {
    lab = await NotificationLab.start({ routes: [{ ...toSlack, severities: ["high"] }] });
    const critical = { severity: "critical" } as const;
    await lab.send("opened disk");
    await lab.minutes(1);
    await lab.send("escalated disk", critical);
    await lab.send("resolved disk", critical);
    await lab.send("resolved other", critical);
    await lab.minutes(1);

    expect(lab.channel.tried).toEqual(["opened disk", "resolved disk"]);
  });
});

describe("after a long outage", () => {
  /** Lets the channel be away for so many minutes. */
  async function outage(minutes: number): Promise<void> {
    lab.channel.outcomes.push(...Array.from({ length: 500 }, () => ({ kind: "later", reason: "timeout" }) as const));
    await lab.send("opened first");
    await lab.minutes(minutes);
  }

  /** Lets the channel be back, and lets it send what it has. */
  async function recovery(): Promise<void> {
    lab.channel.outcomes.length = 0;
    lab.channel.tried.length = 0;
    await lab.minutes(30);
  }

  it("an alert that came and went meanwhile is a line, and only the last word of the others is sent", async () => {
    lab = await NotificationLab.start({});
    await outage(30);
    await lab.send("opened cpu");
    await lab.send("resolved cpu");
    await lab.send("opened disk");
    await lab.send("escalated first");
    await lab.send("reminder first");
    await lab.minutes(120);
    await recovery();

    expect([lab.channel.tried.slice(0, 2), lab.channel.tried.length, await lab.textOf("digest")]).toEqual([
      ["opened first", "opened disk"],
      4,
      "high: cpu",
    ]);
  });

  it("the twenty worst are sent, and one message counts the others", async () => {
    lab = await NotificationLab.start({});
    await outage(1);
    for (let number = 0; number < 50; number++) await lab.send(`opened disk${number}`);
    await lab.minutes(60);
    await recovery();
    const { deliveries } = await lab.notifications.list({ state: "sent", limit: 1, offset: 0 });

    expect([lab.channel.tried.length, deliveries[0]?.notification.title]).toEqual([
      22,
      "30 more messages waited too long; see the dashboard",
    ]);
  });

  it("each message is sent when it was a short one", async () => {
    lab = await NotificationLab.start({});
    await outage(1);
    await lab.send("escalated first");
    await lab.minutes(5);
    await recovery();

    expect(lab.channel.tried).toEqual(["opened first", "escalated first"]);
  });
});
