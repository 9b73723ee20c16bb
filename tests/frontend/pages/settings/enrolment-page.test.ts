import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/settings/enrolment/enrolment-page.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { findAll, focused, press, quiet } from "../../support/press.ts";

const image = {
  id: 1,
  token_prefix: "hle_abcd",
  name: "image <b>",
  expires_at: "2025-01-01T20:00:00Z",
  is_expired: false,
  uses_left: 19,
  claims: [{ server_guid: "a1b2", hostname: "nas" }],
};
const used = { ...image, id: 2, name: null, uses_left: 0 };
const expired = { ...image, id: 3, name: "old", is_expired: true, expires_at: "2025-01-01T11:00:00Z", claims: [] };
const line = "curl http://hub.lan/agent/install.sh | sh -s -- --token hle_new";

async function arrange() {
  const dashboard = testDashboard();
  let tokens: readonly object[] = [image, used, expired];
  dashboard.answers.set("/agents/register/tokens", ({ method }) => {
    if (method === "GET") return Response.json({ tokens, total: tokens.length });
    if (method === "DELETE") {
      tokens = [];
      return new Response(null, { status: 204 });
    }
    const made = { ...image, id: 4, install_command: line, install_command_wget: "wget", is_pinned: false };
    return Response.json(made, { status: 201 });
  });
  const page = await show<LitElement>(html`<hl-enrolment-page></hl-enrolment-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

describe("the page of the lines that let machines in", () => {
  afterEach(clearPage);

  it("tells those that are open from those that ended, and who came in", async () => {
    const { page } = await arrange();

    assert.deepEqual(
      findAll(page, "li").map((row) => textOf(row)),
      [
        "image <b> hle_abcd … 19 uses left · until 20:00 · let in nas Take back",
        "Without a name hle_abcd … used up · let in nas",
        "old hle_abcd … ended 11:00 · used by nobody",
      ],
    );
  });

  it("makes a line for as many machines, and as long, as was asked for", async () => {
    const { page, dashboard } = await arrange();
    const [name, uses, isImage] = ["#name", "#uses", "#image"].map(
      (field) => findAll<HTMLInputElement>(page, field)[0],
    );
    if (name) name.value = "lab";
    if (uses) uses.value = "20";
    isImage?.click();
    findAll<HTMLInputElement>(page, "#updates")[0]?.click();
    findAll<HTMLInputElement>(page, "input[value='43200']")[0]?.click();

    await press(page, "Make the line");

    assert.deepEqual(
      [dashboard.changes[0]?.body, findAll(page, "code").map((code) => textOf(code))],
      [{ name: "lab", expiry_minutes: 43_200, max_uses: 20, updates: true }, [`${line} --image`]],
    );
  });

  it("takes a line back when the user has confirmed it, and keeps the focus on the page", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "Take back image <b>");
    const before = dashboard.changes.length;
    await press(findAll<LitElement>(page, "hl-confirm-dialog")[0] as LitElement, "Take back");

    assert.deepEqual(
      [before, dashboard.changes.map(({ method, path }) => `${method} ${path}`), textOf(focused() as Element)],
      [0, ["DELETE /agents/register/tokens/1"], "Open lines"],
    );
  });
});
