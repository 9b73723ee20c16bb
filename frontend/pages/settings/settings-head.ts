import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { tabStyles } from "../../styles/tabs.ts";
import { t } from "../../text/t.ts";

const sections = ["agents", "enrolment", "notifications", "keys", "mqtt", "backup"] as const;

/** A section of the settings. */
export type SettingsSection = (typeof sections)[number];

/** The heading of the settings, and the way from one section to another. */
@customElement("hl-settings-head")
export class SettingsHead extends LitElement {
  static override styles = [
    baseStyles,
    tabStyles,
    css`
      :host {
        display: grid;
        gap: var(--s4);
      }
      @media (max-width: 900px) {
        .tabs {
          gap: 0;
          justify-content: space-between;
        }
        .tabs a {
          padding: 0;
          font-size: var(--type-small);
        }
      }
    `,
  ];

  @property() section: SettingsSection = "agents";

  protected override render() {
    return html`
      <h1>${t("settings.title")}</h1>
      <nav class="tabs" aria-label=${t("settings.sections")}>
        ${sections.map(
          (section) => html`
            <a href=${addressOf(`/settings/${section}`)} aria-current=${section === this.section ? "page" : nothing}>
              ${t(`settings.${section}`)}
            </a>
          `,
        )}
      </nav>
    `;
  }
}
