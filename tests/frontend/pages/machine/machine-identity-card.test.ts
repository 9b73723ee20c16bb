import { assert } from "chai";
import { html } from "lit";
import "../../../../frontend/pages/machine/machine-identity-card.ts";
import type { MachineIdentityCard } from "../../../../frontend/pages/machine/machine-identity-card.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { findAll, quiet } from "../../support/press.ts";

const identity = {
  guid: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
  addresses: [
    { kind: "ip", value: "10.0.0.9", first_seen: "2025-01-01T03:30:00Z", last_seen: "2025-01-01T04:00:00Z" },
    { kind: "hostname", value: "<b>nas</b>", first_seen: "2025-01-01T03:30:00Z", last_seen: "2025-01-01T04:00:00Z" },
  ],
  claims: [{ source: "dhcp", ref: "lan 52:54:00:12:34:56", first_seen: "2025-01-01T03:30:00Z" }],
};

async function arrange(answer: () => Response) {
  const dashboard = testDashboard();
  dashboard.answers.set("/machines/nas/identity", answer);
  const card = document.createElement("hl-machine-identity-card") as MachineIdentityCard;
  card.setConfig({ machine: "nas", range: "1h" });
  await show(html`<div>${card}</div>`, dashboard);
  await quiet(card);
  return card;
}

describe("the card of a machine's identity", () => {
  afterEach(clearPage);

  it("lists the GUID, every address and name with its times, and who speaks of the machine", async () => {
    const card = await arrange(() => Response.json(identity));
    const rows = findAll(card, ".row").map((row) => [...row.children].map(textOf));

    assert.deepEqual(
      rows.map(([value, kind]) => [value, kind?.replace(/, since .*/, "")]),
      [
        [identity.guid, "GUID"],
        ["10.0.0.9", "address"],
        ["<b>nas</b>", "hostname"],
        ["lan 52:54:00:12:34:56", "dhcp"],
      ],
    );
  });

  it("says why it has nothing to show", async () => {
    const card = await arrange(() =>
      Response.json({ detail: { code: "INTERNAL_ERROR", message: "Not now" } }, { status: 500 }),
    );

    assert.deepEqual(findAll(card, "p").map(textOf), ["It could not be read: Not now"]);
  });
});
