import { assert } from "chai";
import { html } from "lit";
import "../../../../frontend/pages/machine/succession.ts";
import type { Succession } from "../../../../frontend/pages/machine/succession.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, press, quiet } from "../../support/press.ts";

const candidate = {
  machine_id: "nas",
  device_id: 7,
  display_name: "Cellar",
  last_seen: "2025-01-01T03:30:00Z",
  why: ["macs", "hostname"],
};

async function arrange(scope: SessionScope, candidates: readonly object[] = [candidate]) {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  let shown = candidates;
  dashboard.answers.set("/machines/nas-2/identity", ({ method }) => {
    if (method === "POST") shown = [];
    return Response.json({ candidates: shown });
  });
  const moves: string[] = [];
  const move = (id: string) => moves.push(id);
  const notice = await show<Succession>(
    html`<hl-succession .machineId=${"nas-2"} .move=${move}></hl-succession>`,
    dashboard,
  );
  await quiet(notice);
  return { dashboard, notice, moves };
}

const heading = (notice: Succession) => findAll(notice, "h2").map(textOf);

describe("the question whether a machine was installed anew", () => {
  afterEach(clearPage);

  it("names the machine that it may have been, and what becomes of the two", async () => {
    const { notice } = await arrange("admin");
    const text = findAll(notice, "p").map(textOf).join(" ");

    assert.deepEqual(heading(notice), ["Is this Cellar, installed anew?"]);
    assert.include(text, "the same network card and name, and came after Cellar");
    assert.include(text, "with the old settings and history");
  });

  it("goes to the old machine's page when it is that one", async () => {
    const { notice, dashboard, moves } = await arrange("admin");

    await press(notice, "Yes, it is Cellar");

    assert.deepEqual(dashboard.changes, [
      { method: "POST", path: "/machines/nas-2/identity/adopt", body: { machine_id: "nas" } },
    ]);
    assert.deepEqual(moves, ["nas"]);
  });

  it("is not asked again once it is another machine", async () => {
    const { notice, dashboard, moves } = await arrange("admin");

    await press(notice, "No, another machine");

    assert.deepEqual(dashboard.changes, [
      { method: "POST", path: "/machines/nas-2/identity/split", body: { device_id: 7 } },
    ]);
    assert.deepEqual([heading(notice), moves], [[], []]);
  });

  it("says why the hub did not follow", async () => {
    const { notice, dashboard, moves } = await arrange("admin");
    dashboard.answers.set("/machines/nas-2/identity", () =>
      Response.json({ detail: { code: "CONFLICT", message: "'nas' still reports" } }, { status: 409 }),
    );

    await press(notice, "Yes, it is Cellar");

    assert.deepEqual([findAll(notice, "[role=alert]").map(textOf), moves], [["'nas' still reports"], []]);
  });

  it("is answered by administrators alone", async () => {
    const { notice } = await arrange("operator");

    assert.deepEqual([heading(notice).length, buttonsOf(notice)], [1, []]);
  });

  it("is not there when there is nothing to ask", async () => {
    const { notice } = await arrange("admin", []);

    assert.deepEqual([notice.hidden, heading(notice)], [true, []]);
  });
});
