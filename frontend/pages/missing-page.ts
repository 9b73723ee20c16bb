import { html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../components/notice.ts";
import { addressOf } from "../state/base-path.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";

/** Shown for an address that is no page. */
@customElement("hl-missing-page")
export class MissingPage extends LitElement {
  static override styles = [baseStyles, buttonStyles];

  @property() path = "";

  protected override render() {
    return html`
      <hl-notice icon="nothing" .heading=${t("missing.title")} .text=${t("missing.text", { path: this.path })}>
        <a class="button" href=${addressOf("/")}>${t("machine.missing.back")}</a>
      </hl-notice>
    `;
  }
}
