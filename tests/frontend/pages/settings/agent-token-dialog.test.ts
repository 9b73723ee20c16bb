import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/settings/agents/agents-page.ts";
import { agentListOf, agentOf } from "../../support/agents.ts";
import { clearPage, type SentRequest, show, testDashboard, textOf } from "../../support/fixture.ts";
import { findAll, focused, press, quiet } from "../../support/press.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const credential = {
  server_guid: guid,
  api_token_prefix: "hla_abcd",
  is_legacy: false,
  created_at: "2024-12-01T12:00:00Z",
  last_used_at: null,
  is_revoked: false,
  revoked_at: null,
  is_rotating: false,
};
const path = `/agents/credentials/${guid}`;

/** The dialog of an agent, of which the hub says this. */
async function arrange(answer: (request: SentRequest) => Response = () => Response.json(credential)) {
  const dashboard = testDashboard();
  dashboard.session.scope.set("admin");
  dashboard.answers.set("/agents/credentials", answer);
  dashboard.answers.set("/agents", () => Response.json(agentListOf([agentOf("nas", { server_guid: guid })])));
  const page = await show<LitElement>(html`<hl-agents-page></hl-agents-page>`, dashboard);
  await quiet(page);
  await press(page, "Token of nas");
  const dialog = findAll<LitElement>(page, "hl-agent-token-dialog")[0] as LitElement;
  return { dashboard, page, dialog };
}

describe("the token of an agent", () => {
  afterEach(clearPage);

  it("is described without its secret", async () => {
    const { dialog } = await arrange();

    assert.deepEqual(
      findAll(dialog, "dd").map((value) => textOf(value)),
      ["valid", "hla_abcd …", "1 Dec 2024, 12:00", "never, or not known", guid],
    );
  });

  it("is renewed, and says that the new one waits", async () => {
    const { dialog, dashboard } = await arrange(({ method }) =>
      Response.json({ ...credential, is_rotating: method === "POST" }),
    );

    await press(dialog, "Rotate");

    assert.deepEqual(
      [dashboard.changes.map(({ path }) => path), textOf(findAll(dialog, "dd")[0] as Element)],
      [[`${path}/rotate`], "a new one waits for the agent"],
    );
  });

  it("is not ended by one press: the second button names the machine and has the focus", async () => {
    const { dialog, dashboard } = await arrange();

    await press(dialog, "Revoke…");

    assert.deepEqual([dashboard.changes, textOf(focused() as Element)], [[], "Revoke the token of nas"]);
  });

  it("is ended by the second", async () => {
    const { dialog, dashboard } = await arrange(({ method }) =>
      Response.json({ ...credential, is_revoked: method === "POST", revoked_at: "2025-01-01T12:00:00Z" }),
    );

    await press(dialog, "Revoke…");
    await press(dialog, "Revoke the token of nas");

    assert.deepEqual(
      [dashboard.changes.map(({ path }) => path), textOf(findAll(dialog, "dd")[0] as Element)],
      [[`${path}/revoke`], "revoked 1 Jan 2025, 12:00"],
    );
  });

  it("is kept when the user thinks better of it", async () => {
    const { dialog, dashboard } = await arrange();

    await press(dialog, "Revoke…");
    await press(dialog, "Cancel");

    assert.deepEqual([dashboard.changes, textOf(focused() as Element)], [[], "Revoke…"]);
  });

  it("may be none", async () => {
    const refusal = { detail: { code: "NOT_FOUND", message: "It has no token of its own" } };
    const { dialog } = await arrange(() => Response.json(refusal, { status: 404 }));

    assert.include(textOf(dialog), "This agent has no token of its own.");
  });
});
