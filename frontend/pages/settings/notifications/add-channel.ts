import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../../../components/copy-line.ts";
import "../../../components/segments.ts";
import type { Segments } from "../../../components/segments.ts";
import { baseStyles } from "../../../styles/base.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { type ChannelKind, channelKinds, channelRecipes } from "./channel-recipes.ts";
import type { ConfigAnswer } from "./notification-settings.ts";
import "./slack-form.ts";

/** How to reach people by one more way: a field for Slack, and lines for config.yaml for everything. */
@customElement("hl-add-channel")
export class AddChannel extends LitElement {
  static override styles = [
    baseStyles,
    settingsStyles,
    css`
      :host {
        gap: var(--s4);
      }
      hl-segments {
        justify-self: start;
      }
      .lines {
        display: grid;
        gap: var(--s2);
      }
      @media (max-width: 900px) {
        hl-segments {
          justify-self: stretch;
        }
      }
    `,
  ];

  @property({ attribute: false }) config: ConfigAnswer | undefined;
  @state() private kind: ChannelKind = "slack";

  protected override render() {
    const { kind } = this;
    const segments = channelKinds.map((value) => ({ value, label: t(`notifications.kind.${value}`) }));
    return html`
      <hl-segments .label=${t("notifications.kind")} .value=${kind} .segments=${segments}
        @change=${(event: Event) => {
          this.kind = (event.target as Segments).value as ChannelKind;
        }}></hl-segments>
      <p>${t(`notifications.about.${kind}`)}</p>
      ${kind === "slack" && this.config ? html`<hl-slack-form .config=${this.config}></hl-slack-form>` : nothing}
      <div class="lines">
        <p class="small">${t(kind === "slack" ? "notifications.lines_instead" : "notifications.lines")}</p>
        <hl-copy-line .label=${t("notifications.lines_label")} .text=${channelRecipes[kind]}></hl-copy-line>
        <p class="small muted">${t("notifications.secrets")}</p>
      </div>
    `;
  }
}
