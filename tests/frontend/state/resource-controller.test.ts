import { assert } from "chai";
import { html, LitElement } from "lit";
import { ResourceController } from "../../../frontend/state/resource-controller.ts";
import { settled } from "../support/fake-clock.ts";
import { clearPage, show, testDashboard } from "../support/fixture.ts";

class ReadingElement extends LitElement {
  readonly resource = new ResourceController<{ count: number }>(this, "/count", 3600);

  protected override render() {
    return html`${this.resource.data?.count}`;
  }
}
customElements.define("reading-element", ReadingElement);

/** An element that reads what the hub counts up each time. */
async function arrange() {
  const dashboard = testDashboard();
  let count = 0;
  dashboard.answers.set("/count", () => {
    count += 1;
    return Response.json({ count });
  });
  const element = await show<ReadingElement>(html`<reading-element></reading-element>`, dashboard);
  await settled();
  return { dashboard, element, resource: element.resource };
}

describe("a resource of the hub", () => {
  afterEach(clearPage);

  it("is read when its element is shown, and when it is asked for again", async () => {
    const { resource } = await arrange();
    const first = resource.data?.count ?? 0;

    await resource.reload();

    assert.equal(resource.data?.count, first + 1);
  });

  it("stays as it was read last when the hub is away, and is read again when it is back", async () => {
    const { dashboard, resource } = await arrange();
    const known = resource.data?.count ?? 0;
    const answer = dashboard.answers.get("/count");
    dashboard.answers.set("/count", () => {
      throw new TypeError("Failed to fetch");
    });
    await resource.reload();
    const whileAway = [resource.data?.count, resource.failure?.code];

    if (answer) dashboard.answers.set("/count", answer);
    dashboard.live.connection.set({ kind: "live" });
    await settled();

    assert.deepEqual(
      [whileAway, [resource.data?.count, resource.failure]],
      [
        [known, "UNREACHABLE"],
        [known + 1, undefined],
      ],
    );
  });

  it("says when this user may not see it", async () => {
    const { dashboard, resource } = await arrange();
    const refusal = { detail: { code: "FORBIDDEN", message: "No" } };
    dashboard.answers.set("/count", () => Response.json(refusal, { status: 403 }));

    await resource.reload();

    assert.isTrue(resource.isForbidden);
  });
});
