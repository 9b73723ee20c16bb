import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";

const sections = ["agents", "enrolment", "keys", "mqtt", "backup"] as const;

/** A section of the settings. */
export type SettingsSection = (typeof sections)[number];

/** The heading of the settings, and the way from one section to another. */
@customElement("hl-settings-head")
export class SettingsHead extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--s4);
      }
      nav {
        display: flex;
        gap: var(--s1);
        border-bottom: 1px solid var(--border);
      }
      a {
        display: grid;
        place-items: center;
        min-height: var(--size-touch);
        margin-bottom: -1px;
        padding: 0 var(--s3);
        border-bottom: var(--hair) solid transparent;
        color: var(--text-3);
        font-size: var(--type-label);
        font-weight: 500;
        white-space: nowrap;
        transition: color var(--quick);
      }
      a:hover {
        color: var(--text);
      }
      a[aria-current] {
        border-bottom-color: var(--text);
        color: var(--text);
      }
      @media (max-width: 900px) {
        nav {
          gap: 0;
          justify-content: space-between;
        }
        a {
          padding: 0 var(--s1);
        }
      }
    `,
  ];

  @property() section: SettingsSection = "agents";

  protected override render() {
    return html`
      <h1>${t("settings.title")}</h1>
      <nav aria-label=${t("settings.sections")}>
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
