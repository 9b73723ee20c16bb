import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/alerts/rules/rules-page.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, press, quiet } from "../../support/press.ts";
import { sampleMachine } from "../../support/samples.ts";

const thresholds = {
  cpu: { high_percent: 90, critical_percent: null, sustained_seconds: 180 },
  memory: { high_percent: 85, critical_percent: 95, sustained_seconds: 180 },
  disk: { high_percent: 80, critical_percent: 90, sustained_seconds: 0 },
  server_offline_seconds: 180,
};
const level = { severity: "high", condition: "above", threshold: 90, values: null, for_seconds: 180, readings: 2 };
const built = {
  name: "cpu",
  kind: "built_in",
  type: "cpu",
  entity: "*.cpu_percent",
  judges: "value",
  levels: [level],
  unit: "%",
  subjects: 11,
  open_alerts: 2,
};
const own = {
  ...built,
  name: "<b>door</b>",
  kind: "custom",
  type: "custom",
  entity: "*.door",
  levels: [
    { ...level, severity: "low", condition: "equals", threshold: null, values: ["open", "ajar"], for_seconds: 0 },
  ],
  unit: null,
  open_alerts: 0,
};
const preview = {
  would_have_fired: 9,
  incomplete: false,
  alerts: [
    {
      server_id: "nas",
      server_name: "NAS",
      instance: "/mnt/<i>",
      severity: "critical",
      since: "2025-01-01T10:00:00Z",
      until: "2025-01-01T10:20:00Z",
      worst_value: 97.25,
      unit: "%",
    },
  ],
};
const exception = { machines: ["nas"], tags: ["lab"], memory: { high_percent: 95 }, off: ["update_available"] };

async function arrange(scope: SessionScope = "admin") {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  dashboard.machines.replace([sampleMachine()]);
  const block = {
    config: { hysteresis_points: 5, overrides: [exception] },
    version: "v1",
    writable: true,
    reason: null,
  };
  dashboard.answers.set("/config/thresholds", () => Response.json(thresholds));
  dashboard.answers.set("/integrations/alerts/config", () => Response.json(block));
  dashboard.answers.set("/alerts/rules/preview", () => Response.json(preview));
  dashboard.answers.set("/alerts/rules", () => Response.json({ rules: [built, own] }));
  const page = await show<LitElement>(html`<hl-rules-page></hl-rules-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

function field(page: LitElement, id: string): HTMLInputElement {
  return findAll<HTMLInputElement>(page, `#${id}`)[0] as HTMLInputElement;
}

describe("the page of the rules", () => {
  afterEach(clearPage);

  it("saves the thresholds as they stand there; an empty field is never", async () => {
    const { page, dashboard } = await arrange();
    field(page, "cpu-high_percent").value = "92.5";
    field(page, "memory-critical_percent").value = "";
    field(page, "offline").value = "300";

    await press(page, "Save");

    const [{ method = "", path = "", body = {} } = {}] = dashboard.changes;
    assert.deepEqual(
      [method, path, body],
      [
        "PUT",
        "/config/thresholds",
        {
          ...thresholds,
          cpu: { ...thresholds.cpu, high_percent: 92.5 },
          memory: { ...thresholds.memory, critical_percent: null },
          server_offline_seconds: 300,
        },
      ],
    );
  });

  it("says what cannot be, before the hub is asked", async () => {
    const { page, dashboard } = await arrange();
    field(page, "disk-high_percent").value = "95";

    await press(page, "Save");

    assert.deepEqual(
      [dashboard.changes, findAll(page, "[role='alert']").map((line) => textOf(line))],
      [[], ["Each disk: critical has to be above high."]],
    );
  });

  it("tells what the thresholds would have done in the last week", async () => {
    const { page, dashboard } = await arrange("viewer");
    field(page, "cpu-high_percent").value = "70";

    await press(page, "Try on the last week");

    assert.deepEqual(
      [
        dashboard.changes[0]?.body,
        textOf(findAll(findAll(page, "hl-rule-preview")[0] as Element, "section")[0] as Element),
      ],
      [
        { type: "cpu", thresholds: { ...thresholds.cpu, high_percent: 70 }, days: 7 },
        "Processor : It would have fired 9 times in the last 7 days. NAS · /mnt/<i> critical , at worst 97.3 % 10:00 · 20 min and 8 more",
      ],
    );
  });

  it("says in words when each rule alerts, with one's own name as text", async () => {
    const { page } = await arrange();
    const list = findAll<LitElement>(page, "hl-rule-list")[0] as LitElement;

    assert.deepEqual(
      findAll(list, "li").map((row) => textOf(row)),
      [
        "processor *.cpu_percent · watches 11 high 90.0 % or more for 3 min 2 open",
        "<b>door</b> own *.door · watches 11 low is open or ajar",
      ],
    );
  });

  it("lists, adds and removes exceptions, and keeps the rest of the block", async () => {
    const { page, dashboard } = await arrange();
    const list = findAll<LitElement>(page, "hl-rule-exceptions")[0] as LitElement;
    const rows = findAll(list, "li").map((row) => textOf(row));

    await press(page, "Add an exception");
    const dialog = findAll<LitElement>(page, "hl-exception-dialog")[0] as LitElement;
    await press(dialog, "Save");
    const complaint = findAll(dialog, "[role='alert']").map((line) => textOf(line));
    field(dialog, "tags").value = "test, spare";
    field(dialog, "cpu-high_percent").value = "99";
    await press(dialog, "Save");
    await press(page, "Remove the exception for NAS, All tagged lab");
    await press(findAll<LitElement>(page, "hl-confirm-dialog")[0] as LitElement, "Remove");

    const added = { tags: ["test", "spare"], cpu: { high_percent: 99 } };
    assert.deepEqual(
      [rows, complaint, dashboard.changes.map(({ body }) => body)],
      [
        ["NAS, All tagged lab Memory high from 95 % · no updates alerts"],
        ["Choose machines, or name tags."],
        [
          { config: { hysteresis_points: 5, overrides: [exception, added] }, version: "v1" },
          { config: { hysteresis_points: 5, overrides: [] }, version: "v1" },
        ],
      ],
    );
  });

  it("shows an exception as it is when it is to be changed", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "Change the exception for NAS, All tagged lab");
    const dialog = findAll<LitElement>(page, "hl-exception-dialog")[0] as LitElement;
    await press(dialog, "Save");

    assert.deepEqual(dashboard.changes[0]?.body, {
      config: { hysteresis_points: 5, overrides: [exception] },
      version: "v1",
    });
  });

  it("lets who is no admin look and try, but not change", async () => {
    const { page } = await arrange("operator");

    assert.deepEqual(
      [
        buttonsOf(page),
        findAll(page, "fieldset").every((one) => (one as HTMLFieldSetElement).disabled),
        field(page, "offline").disabled,
      ],
      [["Try on the last week"], true, true],
    );
  });
});
