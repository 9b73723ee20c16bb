import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import "../components/segments.ts";
import type { Segments } from "../components/segments.ts";
import { ThemeChangeController } from "../components/theme-change-controller.ts";
import { type ThemeChoice, themeChoices } from "../state/theme.ts";
import { t } from "../text/t.ts";

/** Lets the user choose between dark, light and what the device says. */
@customElement("hl-theme-switch")
export class ThemeSwitch extends LitElement {
  static override styles = css`
    hl-segments {
      display: block;
    }
  `;

  readonly #change = new ThemeChangeController(this);

  protected override render() {
    const { theme } = this.#change;
    const segments = themeChoices.map((value) => ({ value, label: t(`theme.${value}`), icon: value }));
    return html`
      <hl-segments .label=${t("theme.label")} .value=${theme?.choice.value ?? "system"} .segments=${segments}
        @change=${(event: Event) => theme?.choose((event.target as Segments).value as ThemeChoice)}></hl-segments>
    `;
  }
}
