import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../components/icon.ts";
import { addressOf } from "../state/base-path.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";
import "./brand.ts";
import { AlertCount } from "./alert-count.ts";
import { badgeStyles, countBadge } from "./badge.ts";
import "./live-indicator.ts";
import "./logout-button.ts";
import { isCurrent, navigationEntries } from "./navigation.ts";
import "./theme-switch.ts";

/** The navigation at the side of a wide screen. Fires `keys` when the user asks for the shortcuts. */
@customElement("hl-rail")
export class Rail extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    badgeStyles,
    css`
      :host {
        position: sticky;
        top: 0;
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        height: 100dvh;
        padding: var(--s4) var(--s3);
        border-right: 1px solid var(--border);
        overflow-y: auto;
      }
      hl-brand {
        padding: var(--s1) var(--s2) var(--s2);
      }
      nav {
        display: grid;
        gap: var(--hair);
      }
      nav a {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: var(--size-control);
        padding: 0 var(--s2);
        border-radius: var(--r2);
        font-weight: 500;
        transition: background var(--quick);
      }
      nav .badge {
        margin-left: auto;
      }
      nav a:hover,
      nav a[aria-current] {
        background: var(--raised);
        color: var(--text);
      }
      .foot {
        display: grid;
        gap: var(--s1);
        margin-top: auto;
      }
      .foot .button {
        justify-content: start;
        gap: var(--s3);
        padding: 0 var(--s2);
        font-size: var(--type-body);
      }
      hl-theme-switch {
        padding: var(--s2) 0;
      }
      hl-live-indicator {
        padding: var(--s2);
      }
    `,
  ];

  /** The path of the page that is shown. */
  @property() path = "/";
  readonly #count = new AlertCount(this);

  protected override render() {
    return html`
      <hl-brand></hl-brand>
      <nav aria-label=${t("app.navigation")}>
        ${navigationEntries.map(
          (entry) => html`
            <a href=${addressOf(entry.path)} aria-current=${isCurrent(entry, this.path) ? "page" : nothing}>
              <hl-icon name=${entry.icon}></hl-icon>${t(entry.label)}
              ${entry.path === "/alerts" ? countBadge(this.#count) : nothing}
            </a>
          `,
        )}
      </nav>
      <div class="foot">
        <button class="button quiet" type="button" @click=${() => this.dispatchEvent(new Event("keys"))}>
          <hl-icon name="keyboard"></hl-icon>${t("navigation.keys")}
        </button>
        <hl-logout-button></hl-logout-button>
        <hl-theme-switch></hl-theme-switch>
        <hl-live-indicator></hl-live-indicator>
      </div>
    `;
  }
}
