import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/alerts/silences-page.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, focused, press, quiet } from "../../support/press.ts";
import { sampleMachine } from "../../support/samples.ts";

const silence = {
  id: 3,
  machine_id: "nas",
  type: "cpu",
  tag: null,
  comment: "<b>new disks</b>",
  created_by: "tablet",
  created_at: "2025-01-01T11:00:00Z",
  ends_at: "2025-01-01T14:30:00Z",
};

async function arrange(scope: SessionScope = "operator") {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  dashboard.machines.replace([sampleMachine()]);
  let silences = [silence, { ...silence, id: 4, machine_id: null, type: null, tag: "lab", comment: null }];
  dashboard.answers.set("/silences", ({ method, path }) => {
    if (method === "POST") return Response.json(silence, { status: 201 });
    if (method === "GET") return Response.json({ silences, total: silences.length });
    silences = silences.filter(({ id }) => !path.endsWith(`/${id}`));
    return new Response(null, { status: 204 });
  });
  const page = await show<LitElement>(html`<hl-silences-page></hl-silences-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

const rowsOf = (page: LitElement) => findAll(page, "li").map((row) => textOf(row));

describe("the page of silences", () => {
  afterEach(clearPage);

  it("says what each covers, until when, and why", async () => {
    const { page } = await arrange();

    assert.deepEqual(rowsOf(page), [
      "Processor alerts of NAS until 14:30 · by tablet · <b>new disks</b> 2 h left End now",
      "Every alert of machines tagged lab until 14:30 · by tablet 2 h left End now",
    ]);
  });

  it("makes one of what was chosen", async () => {
    const { page, dashboard } = await arrange();
    const machine = findAll<HTMLSelectElement>(page, "#machine")[0];
    if (machine) machine.value = "nas";
    findAll<HTMLInputElement>(page, "input[value='8']")[0]?.click();

    await press(page, "Silence");

    assert.deepEqual(
      dashboard.changes.map(({ body }) => body),
      [{ machine_id: "nas", type: null, tag: null, comment: null, minutes: 480 }],
    );
  });

  it("does not silence everything by mistake", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "Silence");

    assert.deepEqual(
      [dashboard.changes, findAll(page, "[role='alert']").map((line) => textOf(line))],
      [[], ["Say what to silence: a machine, a type or a tag."]],
    );
  });

  it("ends one, and keeps the focus on the list", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "End now: Processor alerts of NAS");

    assert.deepEqual(
      [
        dashboard.changes.map(({ method, path }) => `${method} ${path}`),
        rowsOf(page).length,
        textOf(focused() as Element),
      ],
      [["DELETE /silences/3"], 1, "In force 1"],
    );
  });

  it("lets a viewer only look", async () => {
    const { page } = await arrange("viewer");

    assert.deepEqual([rowsOf(page).length, buttonsOf(page)], [2, []]);
  });
});
