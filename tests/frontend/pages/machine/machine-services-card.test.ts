import { assert } from "chai";
import { html } from "lit";
import type { CardSlot } from "../../../../frontend/components/card-slot.ts";
import type { ExpectedUnit } from "../../../../frontend/pages/machine/expected-units.ts";
import "../../../../frontend/pages/machine/machine-page.ts";
import type { MachineServicesCard } from "../../../../frontend/pages/machine/machine-services-card.ts";
import type { DashboardEntity } from "../../../../frontend/sdk/index.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { FakeServices, type Refusal } from "../../support/fake-services.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, focused, nameOfButton, press, quiet } from "../../support/press.ts";
import { richEntities } from "../../support/rich-entities.ts";
import { sampleEntity, sampleMachine } from "../../support/samples.ts";

const expectationOf = (name: string, changes: Partial<ExpectedUnit> = {}): ExpectedUnit => {
  return { service_name: name, display_name: null, is_critical: false, enabled: true, ...changes };
};

interface Scene {
  readonly scope?: SessionScope;
  readonly expected?: readonly ExpectedUnit[];
  readonly reported?: readonly DashboardEntity[];
  readonly failure?: Refusal;
}

async function arrange({ scope = "operator", expected = [], reported = [], failure }: Scene) {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  dashboard.entities.change(reported, []);
  const services = new FakeServices(dashboard, "nas", expected);
  services.failure = failure;
  const card = document.createElement("hl-machine-services-card") as MachineServicesCard;
  card.setConfig({ machine: "nas", range: "1h" });
  await show(html`<div>${card}</div>`, dashboard);
  await quiet(card);
  return { dashboard, services, card };
}

const rowsOf = (card: MachineServicesCard) => findAll(card, ".row").map(textOf);
const failuresOf = (card: MachineServicesCard) =>
  findAll(card, "[role=alert]")
    .filter((one) => one.checkVisibility())
    .map(textOf);

function fill(card: MachineServicesCard, selector: string, value: string): void {
  const [field] = findAll<HTMLInputElement>(card, selector);
  if (field) field.value = value;
}

/** Says whether a choice of the dialog holds. */
function tick(card: MachineServicesCard, name: string, isOn: boolean): void {
  const [box] = findAll<HTMLInputElement>(card, `input[name=${name}]`);
  if (box) box.checked = isOn;
}

describe("the card of a machine's services", () => {
  afterEach(clearPage);

  it("shows what the agent reports together with what is expected", async () => {
    const expected = [
      expectationOf("plex", { is_critical: true, display_name: "Films" }),
      expectationOf("sonarr"),
      expectationOf("caddy"),
      expectationOf("backup.timer", { enabled: false }),
    ];
    const { card } = await arrange({ scope: "viewer", expected, reported: richEntities() });

    assert.deepEqual(
      rowsOf(card).map((text) => text.replaceAll("\u00a0", " ")),
      [
        "1 other unit failed nut-monitor.service",
        "Films failed critical plex · exit-code, status 137 · restarted 5 times",
        "smbd stopped inactive",
        "caddy waiting for the agent expected",
        "sonarr 212 MiB 1 % expected",
        "backup.timer not watched expected",
      ],
    );
    assert.deepEqual(findAll(card, ".chip").map(textOf), ["1 / 4"]);
    assert.deepEqual(buttonsOf(card), []);
  });

  it("asks who may act which services should run, and shows nothing of that to others", async () => {
    const { card: asking } = await arrange({});
    const { card: silent } = await arrange({ scope: "viewer" });

    assert.include(textOf(asking), "Which services should run here?");
    assert.notInclude(textOf(silent), "Which services should run here?");
  });

  it("keeps the name that the hub refuses, says why, and takes the next", async () => {
    const { card, services, dashboard } = await arrange({});
    services.refusal = { status: 422, message: '"wg-quick@" is a template' };
    fill(card, "#name", "wg-quick@");
    await press(card, "Expect it");
    const refused = [failuresOf(card), (focused() as HTMLInputElement).value];
    services.refusal = undefined;
    fill(card, "#name", "wg-quick@wg0");
    await press(card, "Expect it");

    assert.deepEqual(refused, [['"wg-quick@" is a template'], "wg-quick@"]);
    assert.deepEqual(dashboard.changes.at(-1)?.body, { service_name: "wg-quick@wg0" });
    assert.deepEqual(rowsOf(card), ["wg-quick@wg0 waiting for the agent critical"]);
    assert.equal(nameOfButton(focused() as Element), "Expect a service");
  });

  it("adds a unit with what is said of it, and gives the focus back", async () => {
    const { card, dashboard } = await arrange({ expected: [expectationOf("ssh")] });

    await press(card, "Expect a service");
    fill(card, "input[name=service_name]", " nginx ");
    fill(card, "input[name=display_name]", "Web server");
    tick(card, "is_critical", false);
    await press(card, "Expect it");

    assert.deepEqual(dashboard.changes, [
      {
        method: "POST",
        path: "/machines/nas/services",
        body: { service_name: "nginx", display_name: "Web server", is_critical: false, enabled: true },
      },
    ]);
    assert.deepEqual(rowsOf(card), [
      "ssh waiting for the agent expected",
      "Web server waiting for the agent expected nginx",
    ]);
    assert.equal(nameOfButton(focused() as Element), "Expect a service");
  });

  it("keeps the dialog and what was typed when the hub refuses or is lost", async () => {
    const { card, services } = await arrange({ expected: [expectationOf("ssh")] });
    services.refusal = { status: 409, message: "ssh is expected on nas already" };

    await press(card, "Expect a service");
    fill(card, "input[name=service_name]", "ssh");
    await press(card, "Expect it");

    const refused = [failuresOf(card), (focused() as HTMLInputElement).value];
    services.refusal = undefined;
    services.isLost = true;
    await press(card, "Expect it");

    assert.deepEqual(refused, [["ssh is expected on nas already"], "ssh"]);
    assert.deepEqual(failuresOf(card), ["The hub cannot be reached"]);
    assert.equal((focused() as HTMLInputElement).value, "ssh");
    assert.include(rowsOf(card), "ssh waiting for the agent expected");
  });

  it("knows a unit by either of its names", async () => {
    const status = { id: "nas.unit_status.x", key: "unit_status", instance: "nginx.service", value: "running" };
    const { card } = await arrange({ expected: [expectationOf("nginx")], reported: [sampleEntity(status)] });

    assert.deepEqual(rowsOf(card), ["nginx – – expected"]);
  });

  it("takes over a unit that is reported and not expected", async () => {
    const { card, dashboard } = await arrange({ reported: richEntities() });

    await press(card, "Expect smbd to run");
    await press(card, "Expect it");

    const body = { service_name: "smbd", display_name: null, is_critical: true, enabled: true };
    assert.deepEqual(dashboard.changes, [{ method: "POST", path: "/machines/nas/services", body }]);
    assert.equal(nameOfButton(focused() as Element), "Change what is expected of smbd");
  });

  it("changes what is expected of a unit", async () => {
    const expected = [expectationOf("wg-quick@wg0", { display_name: "A VPN" }), expectationOf("nginx")];
    const { card, dashboard } = await arrange({ expected });

    await press(card, "Change what is expected of A VPN");
    fill(card, "input[name=display_name]", "");
    tick(card, "is_critical", true);
    tick(card, "enabled", false);
    await press(card, "Save");

    assert.deepEqual(dashboard.changes, [
      {
        method: "PUT",
        path: "/machines/nas/services/wg-quick%40wg0",
        body: { display_name: null, is_critical: true, enabled: false },
      },
    ]);
    assert.deepEqual(rowsOf(card), ["nginx waiting for the agent expected", "wg-quick@wg0 not watched critical"]);
    assert.equal(nameOfButton(focused() as Element), "Change what is expected of wg-quick@wg0");
  });

  it("removes a unit once that is confirmed by its name, and asks again when it was the last", async () => {
    const { card, dashboard } = await arrange({ expected: [expectationOf("ssh")] });

    await press(card, "Change what is expected of ssh");
    await press(card, "Remove");
    const asked = [textOf(card).includes("Expect ssh no more?"), dashboard.changes.length];
    const [confirmation] = findAll<MachineServicesCard>(card, "hl-confirm-dialog");
    await press(confirmation as MachineServicesCard, "Remove");
    await quiet(card);

    assert.deepEqual(asked, [true, 0]);
    assert.deepEqual(dashboard.changes, [{ method: "DELETE", path: "/machines/nas/services/ssh", body: undefined }]);
    assert.deepEqual(rowsOf(card), []);
    assert.equal(focused()?.id, "name");
  });

  it("says why it cannot be read which are expected, shows what is reported, and tries again", async () => {
    const failure = { status: 503, message: "the disk is full" };
    const { card, services } = await arrange({ reported: richEntities(), failure });
    const failed = [textOf(card).includes("could not be read: the disk is full"), textOf(card).includes("sonarr")];
    const offered = buttonsOf(card);
    services.failure = undefined;
    await press(card, "Try again");

    assert.deepEqual([failed, offered], [[true, true], ["Try again"]]);
    assert.notInclude(textOf(card), "could not be read");
    assert.include(buttonsOf(card), "Expect a service");
  });

  it("is drawn without readings for who may act, and only for them", async () => {
    const cardsFor = async (scope: SessionScope) => {
      const dashboard = testDashboard();
      dashboard.session.scope.set(scope);
      dashboard.machines.replace([sampleMachine()]);
      const page = await show(html`<hl-machine-page machineId="nas"></hl-machine-page>`, dashboard);
      return findAll<CardSlot>(page, "hl-card-slot").some(({ card }) => card === "hl-machine-services-card");
    };

    assert.deepEqual(
      [await cardsFor("viewer"), await cardsFor("operator"), await cardsFor("admin")],
      [false, true, true],
    );
  });
});
