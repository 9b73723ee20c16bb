import { assert } from "chai";
import { html, LitElement } from "lit";
import { KeyboardController } from "../../../frontend/shell/keyboard.ts";
import { clearPage, show } from "../support/fixture.ts";

class KeyedElement extends LitElement {
  readonly done: string[] = [];

  constructor() {
    super();
    new KeyboardController(this, { "/": () => this.done.push("search"), "g o": () => this.done.push("overview") });
  }

  protected override render() {
    return html`<input aria-label="Field" />`;
  }
}
customElements.define("keyed-element", KeyedElement);

function press(key: string, target: EventTarget = document.body, init: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...init }));
}

describe("the keyboard", () => {
  afterEach(clearPage);

  it("knows single keys and sequences", async () => {
    const element = await show<KeyedElement>(html`<keyed-element></keyed-element>`);

    for (const key of ["/", "g", "o", "o", "g", "x", "o"]) press(key);

    assert.deepEqual(element.done, ["search", "overview"]);
  });

  it("leaves typing and the browser's own shortcuts alone", async () => {
    const element = await show<KeyedElement>(html`<keyed-element></keyed-element>`);
    const input = element.shadowRoot?.querySelector("input") as HTMLInputElement;

    press("/", input);
    press("/", document.body, { ctrlKey: true });

    assert.deepEqual(element.done, []);
  });

  it("is deaf once its element is gone", async () => {
    const element = await show<KeyedElement>(html`<keyed-element></keyed-element>`);

    element.remove();
    press("/");

    assert.deepEqual(element.done, []);
  });
});
