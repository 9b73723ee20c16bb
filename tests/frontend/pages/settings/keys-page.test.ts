import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/settings/keys/keys-page.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { findAll, focused, press, quiet } from "../../support/press.ts";

const script = {
  id: 1,
  name: "backup script",
  scope: "viewer",
  prefix: "hlc_abcd",
  agent_guid: null,
  created_at: "2025-01-01T10:00:00Z",
  expires_at: "2030-01-01T00:00:00Z",
  last_used_at: "2025-01-01T11:00:00Z",
};
const ofAgent = { ...script, id: 2, name: "agent a1b2", scope: "agent", agent_guid: "a1b2" };
const conflict = { detail: { code: "CONFLICT", message: "There is a key named 'backup script' already" } };

async function arrange() {
  const dashboard = testDashboard();
  let keys: readonly object[] = [script, ofAgent];
  dashboard.answers.set("/auth/keys", ({ method, body }) => {
    if (method === "GET") return Response.json({ keys, total: keys.length });
    if (method === "DELETE") keys = [];
    if (method === "DELETE") return new Response(null, { status: 204 });
    const { name } = body as { name: string };
    if (name === script.name) return Response.json(conflict, { status: 409 });
    return Response.json({ ...script, id: 3, name, key: "hlc_the_secret" }, { status: 201 });
  });
  const page = await show<LitElement>(html`<hl-keys-page></hl-keys-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

/** Writes a name into the form and makes the key. */
async function make(page: LitElement, name: string): Promise<void> {
  const field = findAll<HTMLInputElement>(page, "#name")[0] as HTMLInputElement;
  field.value = name;
  await press(page, "Make the key");
}

const alertsOf = (page: LitElement) =>
  findAll(page, "[role=alert]")
    .filter((alert) => alert.checkVisibility())
    .map((alert) => textOf(alert));

describe("the page of the API keys", () => {
  afterEach(clearPage);

  it("lists the keys, and not the tokens of agents", async () => {
    const { page } = await arrange();

    assert.deepEqual(
      findAll(page, "li").map((row) => textOf(row).replaceAll("\u00a0", " ")),
      ["backup script hlc_abcd… made 10:00 · last used 60 min ago · ends 1 Jan 2030, 00:00 Read"],
    );
  });

  it("makes a key for what it may do, and shows it until the user has it", async () => {
    const { page, dashboard } = await arrange();
    findAll<HTMLInputElement>(page, "input[value=operator]")[0]?.click();

    await make(page, " tablet ");
    const shown = findAll(page, "code").map((line) => textOf(line));
    await press(page, "I have it");

    assert.deepEqual(
      [dashboard.changes[0]?.body, shown, findAll(page, "code").length],
      [{ name: "tablet", scope: "operator", expires_at: null }, ["hlc_the_secret"], 0],
    );
  });

  it("says why there is no key, and keeps what was written", async () => {
    const { page } = await arrange();

    await make(page, "");
    const nameless = alertsOf(page);
    await make(page, "backup script");

    assert.deepEqual(
      [nameless, alertsOf(page), findAll<HTMLInputElement>(page, "#name")[0]?.value],
      [["Say what it is for."], ["No key was made: There is a key named 'backup script' already"], "backup script"],
    );
  });

  it("deletes a key when the user has confirmed its name, and then puts the focus on the list", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "Delete the key backup script");
    const before = dashboard.changes.length;
    await press(page, "Delete “backup script”");

    assert.deepEqual(
      [before, dashboard.changes, textOf(focused() as Element)],
      [0, [{ method: "DELETE", path: "/auth/keys/1", body: undefined }], "Keys"],
    );
  });

  it("keeps the question open and says why when a key cannot be deleted", async () => {
    const { page, dashboard } = await arrange();
    const refusal = { detail: { code: "CONFLICT", message: "It is the last admin key" } };
    dashboard.answers.set("/auth/keys/1", () => Response.json(refusal, { status: 409 }));
    dashboard.answers.delete("/auth/keys");

    await press(page, "Delete the key backup script");
    await press(page, "Delete “backup script”");

    assert.deepEqual(alertsOf(page), ["It is the last admin key"]);
  });

  it("tells a viewer that it is not his to see", async () => {
    const dashboard = testDashboard();
    const refusal = { detail: { code: "FORBIDDEN", message: "This needs the scope admin" } };
    dashboard.answers.set("/auth/keys", () => Response.json(refusal, { status: 403 }));
    const page = await show<LitElement>(html`<hl-keys-page></hl-keys-page>`, dashboard);
    await quiet(page);

    assert.include(textOf(page), "Not yours to see");
  });
});
