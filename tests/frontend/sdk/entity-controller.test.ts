import { assert } from "chai";
import { html, LitElement } from "lit";
import { EntityController } from "../../../frontend/sdk/index.ts";
import { clearPage, drawn, show, testDashboard } from "../support/fixture.ts";
import { sampleEntity, sampleTime } from "../support/samples.ts";

class TestCard extends LitElement {
  readonly entities = new EntityController(this);
  renders = 0;

  protected override render() {
    this.renders += 1;
    return html`${this.entities.state?.value}`;
  }
}
customElements.define("test-card", TestCard);

async function arrange() {
  const dashboard = testDashboard();
  dashboard.entities.change([sampleEntity(), sampleEntity({ device: "pi", value: 50 })], []);
  const card = await show<TestCard>(html`<test-card></test-card>`, dashboard);
  card.entities.watch("nas.cpu_percent");
  await drawn(card);
  return { dashboard, card };
}

describe("an entity controller", () => {
  afterEach(clearPage);

  it("shows its entity's value as it changes", async () => {
    const { dashboard, card } = await arrange();
    const before = card.shadowRoot?.textContent;

    dashboard.entities.change([sampleEntity({ value: 13, changedAt: sampleTime + 1 })], []);
    await drawn(card);

    assert.deepEqual([before, card.shadowRoot?.textContent], ["12", "13"]);
  });

  it("does not draw its card when other entities change", async () => {
    const { dashboard, card } = await arrange();
    const { renders } = card;

    dashboard.entities.change([sampleEntity({ device: "pi", value: 51, changedAt: sampleTime + 1 })], []);
    await drawn(card);

    assert.equal(card.renders, renders);
  });

  it("watches nothing once its card is gone, and again when it is back", async () => {
    const { dashboard, card } = await arrange();
    const parent = card.parentElement;

    card.remove();
    const whileGone = [...dashboard.entities.watched];
    parent?.append(card);
    await drawn(card);

    assert.deepEqual([whileGone, [...dashboard.entities.watched]], [[], ["nas.cpu_percent"]]);
  });
});
