import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../../components/copy-line.ts";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { formatMoment } from "../../format/times.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { t } from "../../text/t.ts";
import type { NewEnrolmentToken } from "./enrolment-token.ts";
import { installLineStyles } from "./install-line-styles.ts";

const programs = [
  { value: "curl", label: "curl" },
  { value: "wget", label: "wget" },
] as const;

/** The line that installs an agent, to be copied. */
@customElement("hl-install-line")
export class InstallLine extends LitElement {
  static override styles = [baseStyles, buttonStyles, installLineStyles];

  @property({ attribute: false }) token: NewEnrolmentToken | undefined;
  /** The line prepares an image instead of enrolling the machine. */
  @property({ type: Boolean }) image = false;
  @state() private program: string = "curl";

  protected override render() {
    const { token } = this;
    if (!token) return nothing;
    const line = this.program === "wget" ? token.install_command_wget : token.install_command;
    return html`
      <div class="head">
        <p>${t("add_machine.line")}</p>
        <hl-segments .label=${t("add_machine.program")} .value=${this.program} .segments=${programs}
          @change=${this.#choose}></hl-segments>
      </div>
      <hl-copy-line primary .label=${t("add_machine.line")} .text=${this.image ? `${line} --image` : line}></hl-copy-line>
      ${token.is_pinned ? html`<p class="muted small">${t("add_machine.pinned")}</p>` : nothing}
      <p class="muted small">
        ${t("add_machine.until", { time: formatMoment(Date.parse(token.expires_at), Date.now()) })}
      </p>
    `;
  }

  #choose(event: Event): void {
    this.program = (event.target as Segments).value;
  }
}
