import { assert } from "chai";
import { html, LitElement } from "lit";
import "../../../frontend/components/card-slot.ts";
import type { DashboardCard } from "../../../frontend/sdk/index.ts";
import { clearPage, drawn, show, textOf } from "../support/fixture.ts";

class PickyCard extends LitElement implements DashboardCard<{ machine?: string; breaks?: boolean }> {
  #config: { machine?: string; breaks?: boolean } = {};

  setConfig(config: { machine?: string; breaks?: boolean }): void {
    if (!config.machine) throw new Error("Choose a machine");
    this.#config = config;
  }

  protected override render() {
    if (this.#config.breaks) throw new Error("Cannot draw");
    return html`Card of ${this.#config.machine}`;
  }
}
customElements.define("picky-card", PickyCard);

describe("the place of a card", () => {
  afterEach(clearPage);

  it("shows the card", async () => {
    const slot = await show(html`<hl-card-slot card="picky-card" .config=${{ machine: "nas" }}></hl-card-slot>`);

    assert.equal(textOf(slot), "Card of nas");
  });

  it("says what is wrong with the settings in the card's place", async () => {
    const slot = await show(html`<hl-card-slot card="picky-card" .config=${{}}></hl-card-slot>`);

    assert.equal(textOf(slot), "This card cannot be shown picky-card : Choose a machine");
  });

  it("keeps a card that cannot draw to itself", async () => {
    const slot = await show(html`
      <hl-card-slot card="picky-card" .config=${{ machine: "nas", breaks: true }}></hl-card-slot>
    `);
    await drawn(slot).catch(() => {});

    assert.equal(textOf(slot), "This card cannot be shown picky-card : Cannot draw");
  });

  it("shows the card again once its settings are right", async () => {
    const slot = await show<LitElement>(html`<hl-card-slot card="picky-card" .config=${{}}></hl-card-slot>`);

    Object.assign(slot, { config: { machine: "pi" } });
    await drawn(slot);

    assert.equal(textOf(slot), "Card of pi");
  });
});
