import { css, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type IconName, type IconShape, icons } from "./icons.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** An icon by name. It is decoration: the text beside it, or the label of its button, says the same. */
@customElement("hl-icon")
export class Icon extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      width: var(--icon-size, var(--size-icon));
      height: var(--icon-size, var(--size-icon));
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;

  @property() name: IconName = "alert";

  override connectedCallback(): void {
    super.connectedCallback();
    this.ariaHidden = "true";
  }

  protected override render() {
    return drawing(icons[this.name]);
  }
}

function drawing(shape: IconShape): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  for (const [tag, attributes] of shape) {
    const element = svg.appendChild(document.createElementNS(svgNamespace, tag));
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  }
  return svg;
}
