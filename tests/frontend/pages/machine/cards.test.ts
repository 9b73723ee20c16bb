import { assert } from "chai";
import { html, type LitElement } from "lit";
import type { CardSlot } from "../../../../frontend/components/card-slot.ts";
import "../../../../frontend/pages/machine/machine-page.ts";
import { settled } from "../../support/fake-clock.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../../support/fixture.ts";
import { richEntities } from "../../support/rich-entities.ts";
import { sampleEntities, sampleEntity, sampleMachine, sampleTime } from "../../support/samples.ts";

const packages = [
  {
    name: "openssl",
    current_version: "3.0.14",
    new_version: "3.0.15",
    repository: "Debian-Security:12",
    is_security: true,
  },
  { name: "curl", current_version: "7.88-7", new_version: null, repository: null, is_security: false },
];

function richDashboard() {
  const dashboard = testDashboard();
  dashboard.machines.replace([sampleMachine()]);
  dashboard.entities.change([...sampleEntities(), ...richEntities()], []);
  dashboard.answers.set("/machines/nas/packages", () =>
    Response.json({ last_checked: null, total_count: 2, security_count: 1, packages }),
  );
  return dashboard;
}

type Card = LitElement & { setConfig(config: object): void };

async function showCard(tag: string, dashboard = richDashboard()): Promise<Card> {
  const card = document.createElement(tag) as Card;
  card.setConfig({ machine: "nas", range: "1h" });
  await show(html`<div>${card}</div>`, dashboard);
  await settled();
  await drawn(card);
  return card;
}

const words = async (tag: string) => textOf(await showCard(tag)).replaceAll("\u00a0", " ");

describe("the cards of a machine's page", () => {
  afterEach(clearPage);

  it("show its services, and what else failed", async () => {
    assert.equal(
      await words("hl-machine-services-card"),
      "Services 1 / 3 1 other unit failed nut-monitor.service plex failed exit-code, status 137 · restarted 5 times smbd stopped inactive sonarr 212 MiB 1 %",
    );
  });

  it("show its containers", async () => {
    assert.equal(
      await words("hl-machine-containers-card"),
      "Containers 2 / 3 vaultwarden unhealthy · vaultwarden/server backup exit 1 restic/restic:0.17 jellyfin 940 MiB 12 % jellyfin/jellyfin:10.10",
    );
  });

  it("show its temperatures, and why it is slow", async () => {
    assert.equal(
      await words("hl-machine-sensors-card"),
      "Temperatures hottest 81 °C supply too weak since boot throttled now Package id 0 coretemp 81 °C Composite nvme 42 °C 2 cores 68 °C to 81 °C",
    );
  });

  it("show its drives with their health", async () => {
    assert.equal(
      await words("hl-machine-drives-card"),
      "Drives 2 sda WDC WD40EFRX 44 °C failing read 12 MB/s · write 400 kB/s 42 % busy on for 2,000 d · 8 replaced sectors nvme0n1 Samsung SSD 980 PRO healthy read 0 B/s · write – – busy 3 % worn",
    );
  });

  it("show the processes that take the most, by what the user chooses", async () => {
    const card = await showCard("hl-machine-processes-card");
    const before = textOf(card);
    const choice = card.shadowRoot?.querySelector("hl-segments")?.shadowRoot;
    choice?.querySelector<HTMLInputElement>('input[value="by_memory"]')?.click();
    await drawn(card);

    assert.include(before, "Plex Transcoder plex");
    assert.include(textOf(card), "mariadbd mysql");
  });

  it("show what can be brought up to date, security first", async () => {
    assert.equal(
      await words("hl-machine-updates-card"),
      "Updates 2 1 security checked 10 min ago security openssl 3.0.14 → 3.0.15 curl 7.88-7 → –",
    );
  });

  it("ask for the packages again when there are others, and not before", async () => {
    const dashboard = richDashboard();
    let asked = 0;
    dashboard.answers.set("/machines/nas/packages", () => {
      asked += 1;
      return Response.json({ last_checked: null, total_count: 2, security_count: 1, packages });
    });
    const card = await showCard("hl-machine-updates-card", dashboard);
    dashboard.entities.change([sampleEntity({ value: 3, changedAt: sampleTime + 1 })], []);
    await settled();
    const before = asked;
    const more = { id: "nas.updates_available", key: "updates_available", value: 4, changedAt: sampleTime + 1 };
    dashboard.entities.change([sampleEntity(more)], []);
    await settled();
    await drawn(card);

    assert.deepEqual([before, asked], [1, 2]);
  });

  it("say that all is up to date, and why the packages cannot be read", async () => {
    const upToDate = richDashboard();
    const none = { id: "nas.updates_available", key: "updates_available", value: 0, changedAt: sampleTime + 1 };
    upToDate.entities.change([sampleEntity(none)], []);
    const failing = richDashboard();
    const detail = { code: "UNAVAILABLE", message: "the disk is full" };
    failing.answers.set("/machines/nas/packages", () => Response.json({ detail }, { status: 503 }));

    const shown = [
      textOf(await showCard("hl-machine-updates-card", upToDate)),
      textOf(await showCard("hl-machine-updates-card", failing)),
    ];

    assert.include(shown[0], "Everything is up to date.");
    assert.include(shown[1], "The packages could not be read: the disk is full");
  });

  it("show hostile names as the text that they are", async () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const dashboard = testDashboard();
    const [row] = [{ key: "container_state", instance: hostile, value: "running", attributes: { image: hostile } }];
    dashboard.entities.change([sampleEntity({ id: "nas.container_state.x", ...row })], []);

    const card = await showCard("hl-machine-containers-card", dashboard);

    assert.include(textOf(card), hostile);
    assert.isNull(card.shadowRoot?.querySelector("img"));
  });

  it("are drawn where the machine has readings for them, and come when it gets them", async () => {
    const dashboard = testDashboard();
    dashboard.machines.replace([sampleMachine()]);
    dashboard.entities.change(sampleEntities(), []);
    const page = await show(html`<hl-machine-page machineId="nas"></hl-machine-page>`, dashboard);
    const cards = () =>
      [...(page.shadowRoot?.querySelectorAll<CardSlot>("hl-card-slot") ?? [])].map(({ card }) => card);
    const before = cards();
    dashboard.entities.change(richEntities(), []);
    await settled();
    await drawn(page);

    assert.notInclude(before, "hl-machine-containers-card");
    assert.deepEqual(
      ["containers", "services", "drives", "sensors", "processes", "updates"].filter(
        (kind) => !cards().includes(`hl-machine-${kind}-card`),
      ),
      [],
    );
    assert.include(textOf(page), "clock 5 min ahead");
  });
});
