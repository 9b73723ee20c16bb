import { assert } from "chai";
import { html, type LitElement } from "lit";
import type { AgentRecord } from "../../../../frontend/pages/settings/agents/agent-record.ts";
import "../../../../frontend/pages/settings/agents/agents-page.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { agentListOf, agentOf, everyKindOfAgent } from "../../support/agents.ts";
import { clearPage, show, type TestDashboard, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, focused, press, quiet } from "../../support/press.ts";

const old = { version: "0.1.0" };

/** The page of a hub that has these agents, for a user who may do that much. */
async function arrange(agents: readonly AgentRecord[], scope: SessionScope = "admin") {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  let listed = agents;
  dashboard.answers.set("/agents/updates", ({ method }) =>
    method === "DELETE" ? new Response(null, { status: 204 }) : Response.json({ offered: ["nas"], refused: [] }),
  );
  dashboard.answers.set("/agents", () => Response.json(agentListOf(listed)));
  const page = await shown(dashboard);
  const list = (...others: readonly AgentRecord[]) => {
    listed = others;
  };
  return { dashboard, page, list };
}

async function shown(dashboard: TestDashboard): Promise<LitElement> {
  const page = await show<LitElement>(html`<hl-agents-page></hl-agents-page>`, dashboard);
  await quiet(page);
  return page;
}

/** Each row in words. */
function rowsOf(page: LitElement): readonly string[] {
  return findAll(page, "tbody tr").map((row) => textOf(row).replaceAll("\u00a0", " "));
}

describe("the page of the agents", () => {
  beforeEach(() => history.replaceState(null, "", "/"));
  afterEach(clearPage);

  it("tells of each agent what it runs, how it reports, and how its update went", async () => {
    const { page } = await arrange(everyKindOfAgent());

    assert.deepEqual(rowsOf(page), [
      "current 0.2.0 updated to 0.2.0 11:59 HTTP every 60 s 4 s ago",
      "behind 0.1.0 0.2.0 available can update itself MQTT every 60 s · may act 4 s ago Update",
      "offered 0.1.0 0.2.0 available offered 0.2.0 20 s HTTP every 60 s 4 s ago Take back",
      "waiting 0.1.0 0.2.0 available offered 0.2.0 20 s Waits for the machines before it HTTP every 60 s 4 s ago Take back",
      "downloading 0.1.0 0.2.0 available downloading 0.2.0 20 s HTTP every 60 s 4 s ago",
      "failed 0.1.0 0.2.0 available 0.2.0 failed 11:59 The hash is wrong <b> HTTP every 60 s 4 s ago Try again",
      "returned 0.1.0 0.2.0 available went back from 0.2.0 11:59 It did not report HTTP every 60 s 4 s ago Try again",
      "switched-off 0.1.0 0.2.0 available switched off on the machine Update by hand HTTP every 60 s 4 s ago",
      "ancient not told too old to update itself Update by hand – every 60 s 4 s ago",
      "unheard 0.1.0 0.2.0 available not known until it reports – every 60 s 4 s ago",
      "early 0.2.0 up to date HTTP every 60 s 4 s ago clock 2 min ahead 3 heartbeats lost",
      "late 0.2.0 up to date HTTP every 60 s 4 s ago clock 61 min behind",
    ]);
  });

  it("offers an agent the new version, and keeps the focus on the same button", async () => {
    const { page, dashboard, list } = await arrange([agentOf("nas", old)]);
    list(agentOf("nas", { ...old, update: { state: "offered", version: "0.2.0", since: "2025-01-01T12:00:00Z" } }));

    await press(page, "Update the agent of nas");

    assert.deepEqual(
      [dashboard.changes, focused()?.getAttribute("aria-label")],
      [[{ method: "POST", path: "/agents/updates", body: { server_ids: ["nas"] } }], "Take back the update of nas"],
    );
  });

  it("leaves the focus in the row when the button goes because the agent began", async () => {
    const { page, list } = await arrange([agentOf("nas", old)]);
    list(agentOf("nas", { ...old, update: { state: "downloading", version: "0.2.0", since: "2025-01-01T12:00:00Z" } }));

    await press(page, "Update the agent of nas");

    assert.equal(focused()?.textContent, "nas");
  });

  it("takes an offer back", async () => {
    const update = { state: "offered", version: "0.2.0", since: "2025-01-01T12:00:00Z" } as const;
    const { page, dashboard } = await arrange([agentOf("nas", { ...old, update })]);

    await press(page, "Take back the update of nas");

    assert.deepEqual(dashboard.changes, [{ method: "DELETE", path: "/agents/updates/nas", body: undefined }]);
  });

  it("says why the hub does not update an agent", async () => {
    const { page, dashboard } = await arrange([agentOf("nas", old)]);
    dashboard.answers.set("/agents/updates", () =>
      Response.json({ offered: [], refused: [{ server_id: "nas", reason: "It is away" }] }),
    );

    await press(page, "Update the agent of nas");

    assert.equal(textOf(findAll(page, "[role=alert]")[0] as Element), "nas is not updated: It is away");
  });

  it("asks before it updates all, naming those that are updated and those that cannot be", async () => {
    const { page, dashboard } = await arrange(everyKindOfAgent());

    await press(page, "Update 3 agents");
    const dialog = findAll(page, "hl-update-all-dialog")[0] as Element;
    const names = findAll(dialog, "li").map((row) => textOf(row));
    findAll<HTMLButtonElement>(dialog, "button.primary")[0]?.click();
    await quiet(page);

    assert.deepEqual(
      [names, dashboard.changes],
      [
        ["behind 0.1.0", "failed 0.1.0", "returned 0.1.0", "switched-off 0.1.0", "ancient not told", "unheard 0.1.0"],
        [{ method: "POST", path: "/agents/updates", body: { all: true } }],
      ],
    );
  });

  it("finds agents by words and by group, and keeps that in the address", async () => {
    const { page } = await arrange(everyKindOfAgent());
    const search = findAll<HTMLInputElement>(page, "input[type=search]")[0] as HTMLInputElement;

    search.value = "E";
    search.dispatchEvent(new InputEvent("input", { bubbles: true }));
    findAll<HTMLInputElement>(page, "input[value=attention]")[0]?.click();
    await quiet(page);

    assert.deepEqual(
      [rowsOf(page).map((row) => row.split(" ")[0]), location.search],
      [["failed", "returned", "early", "late"], "?q=E&show=attention"],
    );
  });

  it("offers the way back when nothing matches", async () => {
    const { page } = await arrange([agentOf("nas")]);
    findAll<HTMLInputElement>(page, "input[value=behind]")[0]?.click();
    await quiet(page);

    await press(page, "Show all agents");

    assert.equal(rowsOf(page).length, 1);
  });

  it("lets everybody look, and nobody but an admin act", async () => {
    const agents = [agentOf("nas", old)];
    const { page } = await arrange(agents, "operator");

    assert.deepEqual([buttonsOf(page), rowsOf(page).length], [[], 1]);
  });

  it("hands out the line for an agent that is to be updated by hand, as the user wants it to go on", async () => {
    const { page } = await arrange([agentOf("nas", { ...old, updates_enabled: false })]);

    await press(page, "Update by hand: nas");
    const [before] = findAll(page, "code").map((code) => code.textContent);
    findAll<HTMLInputElement>(page, "input[type=checkbox]")[0]?.click();
    await quiet(page);

    const line = "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --upgrade";
    assert.deepEqual([before, findAll(page, "code")[0]?.textContent], [line, `${line} --updates`]);
  });

  it("shows what is missing: no agent, no answer, no permission", async () => {
    const answers = [
      () => Response.json(agentListOf([])),
      () => Response.json({ detail: { code: "INTERNAL_ERROR", message: "The disk is gone" } }, { status: 500 }),
      () => Response.json({ detail: { code: "FORBIDDEN", message: "No" } }, { status: 403 }),
    ];
    const notices: string[] = [];
    for (const answer of answers) {
      const dashboard = testDashboard();
      dashboard.answers.set("/agents", answer);
      const page = await shown(dashboard);
      notices.push(findAll(page, "hl-notice").map((notice) => textOf(notice))[0] ?? "");
    }

    assert.deepEqual(notices, [
      "No agent yet One line installs the agent on a Linux machine. It is listed here with its first heartbeat. Add a machine",
      "The agents could not be read The disk is gone Try again",
      "Not yours to see This needs a login with the scope admin. Yours may read the rest of the dashboard.",
    ]);
  });

  it("keeps what it knows while the hub is away", async () => {
    const { page, dashboard } = await arrange([agentOf("nas")]);
    dashboard.answers.set("/agents", () => {
      throw new TypeError("Failed to fetch");
    });

    await press(page, "Token of nas");

    assert.deepEqual([rowsOf(page).length, textOf(page).includes("The hub cannot be reached")], [1, true]);
  });
});
