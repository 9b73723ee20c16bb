import { assert } from "chai";
import { BrowserNotices, type NoticeSystem } from "../../../frontend/state/browser-notices.ts";
import { alertOf, FakeAlerts } from "../support/alerts.ts";
import { testDashboard } from "../support/fixture.ts";

function arrange(permission: NotificationPermission, options: { isSecure?: boolean; isBroken?: boolean } = {}) {
  const { isSecure = true, isBroken = false } = options;
  const dashboard = testDashboard();
  const fake = new FakeAlerts(dashboard, [alertOf(1)]);
  const shown: { title: string; tag: string | undefined; isOpen: boolean; onclick: (() => unknown) | null }[] = [];
  const opened: string[] = [];
  let asked = 0;
  class System {
    static permission = permission;
    static requestPermission() {
      asked += 1;
      if (System.permission === "default") System.permission = "granted";
      return Promise.resolve(System.permission);
    }
    onclick: (() => unknown) | null = null;
    isOpen = true;
    readonly title: string;
    readonly tag: string | undefined;
    constructor(title: string, { tag }: NotificationOptions) {
      if (isBroken) throw new TypeError("Illegal constructor");
      this.title = title;
      this.tag = tag;
      shown.push(this);
    }
    close() {
      this.isOpen = false;
    }
  }
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const open = (address: string) => void opened.push(address);
  const system = System as unknown as NoticeSystem;
  const make = () => new BrowserNotices({ alerts: dashboard.alerts, system, isSecure, storage, open });
  const notices = make();
  notices.start();
  return { ...dashboard, fake, notices, make, shown, opened, asked: () => asked };
}

describe("notices of the browser", () => {
  it("ask the browser only when the user turns them on, and stay as the user left them", async () => {
    const { notices, make, asked } = arrange("default");
    const before = [notices.state.value, asked()];

    await notices.turnOn();
    const on = [notices.state.value, asked(), make().state.value];
    notices.turnOff();

    assert.deepEqual([before, on, make().state.value], [["off", 0], ["on", 1, "on"], "off"]);
  });

  it("say why they cannot be", async () => {
    const refused = arrange("denied");
    await refused.notices.turnOn();
    const insecure = arrange("default", { isSecure: false });
    await insecure.notices.turnOn();

    assert.deepEqual(
      [
        refused.notices.state.value,
        insecure.notices.state.value,
        insecure.asked(),
        testDashboard().notices.state.value,
      ],
      ["refused", "insecure", 0, "unsupported"],
    );
  });

  it("show one for each new alert, lead to it, and go when somebody knows of it", async () => {
    const { notices, alerts, fake, shown, opened } = arrange("granted");
    await notices.turnOn();
    await alerts.load();

    fake.alerts = [alertOf(1), alertOf(2, { title: "<b>" }), alertOf(3)];
    await alerts.load();
    await alerts.load();
    const first = shown.map(({ title, tag, isOpen }) => [title, tag, isOpen]);
    await alerts.acknowledge(3);
    await Promise.resolve();
    shown[0]?.onclick?.();

    assert.deepEqual(
      [first, shown.map(({ isOpen }) => isOpen), opened],
      [
        [
          ["Disk 3 on NAS at 82 %", "homelabcmd-alert-3", true],
          ["<b>", "homelabcmd-alert-2", true],
        ],
        [false, true],
        ["/alerts/3"],
      ],
    );
  });

  it("show nothing while they are off", async () => {
    const { alerts, fake, shown } = arrange("granted");
    await alerts.load();

    fake.alerts = [alertOf(1), alertOf(2)];
    await alerts.load();

    assert.deepEqual(shown, []);
  });

  it("admit that a phone has none when it says so", async () => {
    const { notices, alerts, fake } = arrange("granted", { isBroken: true });
    await notices.turnOn();
    await alerts.load();

    fake.alerts = [alertOf(2)];
    await alerts.load();

    assert.equal(notices.state.value, "unsupported");
  });
});
