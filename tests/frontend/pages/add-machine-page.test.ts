import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../frontend/pages/add-machine/add-machine-page.ts";
import { machineOf } from "../../../frontend/state/wire.ts";
import { settled } from "../support/fake-clock.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../support/fixture.ts";
import { demoFleet } from "../support/fleet.ts";
import { findAll } from "../support/press.ts";
import { sampleTime } from "../support/samples.ts";

const path = "/agents/register/tokens";
const [{ machine: first } = {}] = demoFleet(sampleTime);
const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

const token = {
  id: 7,
  token_prefix: "hle_abcd",
  name: null,
  expires_at: "2026-01-15T12:15:00Z",
  is_expired: false,
  uses_left: 1,
  claims: [] as readonly object[],
  install_command:
    "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --hub http://hub.lan:8080 --token hle_abcd",
  install_command_wget: "wget -qO- http://hub.lan:8080/agent/install.sh | sh",
  is_pinned: false,
};

/** A hub that made one token, or refuses to. */
async function arrange(made: () => Response = () => Response.json(token, { status: 201 })) {
  const dashboard = testDashboard();
  let listed: readonly object[] = [];
  // Listing and making share their path: what is asked for tells them apart.
  let answers: (() => Response)[] = [];
  dashboard.answers.set(path, () => (answers.shift() ?? (() => Response.json({ tokens: listed, total: 1 })))());
  const page = await show<LitElement>(html`<hl-add-machine-page></hl-add-machine-page>`, dashboard);
  const press = async (name: string) => {
    answers = [made];
    const buttons = [...(page.shadowRoot?.querySelectorAll("button") ?? [])];
    buttons.find((button) => textOf(button) === name)?.click();
    // One request follows the other.
    for (let round = 0; round < 2; round += 1) {
      await settled();
      await drawn(page);
    }
  };
  return {
    dashboard,
    page,
    press,
    list: (...tokens: readonly object[]) => {
      listed = tokens;
    },
  };
}

describe("the page that adds a machine", () => {
  afterEach(clearPage);

  it("shows the line at a click, and waits", async () => {
    const { page, press, list } = await arrange();
    list(token);

    await press("Show the line");

    const [line] = findAll(page, "code");
    assert.equal(line?.textContent, token.install_command);
    assert.include(textOf(page), "Waiting for the machine…");
  });

  it("names the machine when it was let in, and when its first heartbeat has come", async () => {
    const { page, press, list, dashboard } = await arrange();
    list({ ...token, uses_left: 0, claims: [{ server_guid: guid, hostname: "nas" }] });

    await press("Show the line");
    const before = textOf(page);
    if (first) dashboard.machines.replace([machineOf({ ...first, guid, display_name: "nas", status: "online" })]);
    await drawn(page);

    assert.include(before, "nas is let in. Waiting for its first figures…");
    assert.include(textOf(page), "nas is here");
  });

  it("says why there is no line", async () => {
    const refusal = { detail: { code: "FORBIDDEN", message: "This needs the scope admin" } };
    const { page, press } = await arrange(() => Response.json(refusal, { status: 403 }));

    await press("Show the line");

    assert.include(textOf(page), "No line could be made: This needs the scope admin");
  });

  it("lists the lines that still work, and none that do not", async () => {
    const { page, press, list } = await arrange();
    list(
      { ...token, id: 1, name: "An image", uses_left: 19 },
      { ...token, id: 2, name: "used", uses_left: 0 },
      { ...token, id: 3, name: "old", is_expired: true },
    );

    await press("Show the line");

    const names = [...(page.shadowRoot?.querySelector("hl-open-lines")?.shadowRoot?.querySelectorAll("li") ?? [])];
    assert.deepEqual(
      names.map((one) => textOf(one).split(" · ")[0]),
      ["An image hle_abcd … 19 uses left"],
    );
  });

  it("shows a hostile name as text", async () => {
    const { page, press, list } = await arrange();
    list({ ...token, claims: [{ server_guid: guid, hostname: "<img src=x>" }] });

    await press("Show the line");

    assert.include(textOf(page), "<img src=x> is let in.");
  });
});
