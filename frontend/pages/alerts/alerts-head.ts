import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { tabStyles } from "../../styles/tabs.ts";
import { t } from "../../text/t.ts";
import "./notices-button.ts";

const sections = [
  { section: "alerts", path: "/alerts" },
  { section: "silences", path: "/alerts/silences" },
  { section: "rules", path: "/alerts/rules" },
] as const;

/** The heading of the alerts, and the way from one section to another. */
@customElement("hl-alerts-head")
export class AlertsHead extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tabStyles,
    css`
      :host {
        display: grid;
        gap: var(--s3);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s2) var(--s4);
        min-height: var(--size-control);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
      }
    `,
  ];

  @property() section: (typeof sections)[number]["section"] = "alerts";

  protected override render() {
    return html`
      <div class="top">
        <h1>${t("alerts.title")}</h1>
        <div class="ways">
          <hl-notices-button></hl-notices-button>
          <a class="button quiet" href=${addressOf("/settings/notifications")}>${t("settings.notifications")}</a>
        </div>
      </div>
      <nav class="tabs" aria-label=${t("alerts.sections")}>
        ${sections.map(
          ({ section, path }) => html`
            <a href=${addressOf(path)} aria-current=${section === this.section ? "page" : nothing}>${t(`alerts.${section}`)}</a>
          `,
        )}
      </nav>
    `;
  }
}
