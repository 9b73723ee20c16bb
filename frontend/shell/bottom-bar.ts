import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import "../components/dialog.ts";
import type { Dialog } from "../components/dialog.ts";
import "../components/icon.ts";
import { addressOf } from "../state/base-path.ts";
import { baseStyles } from "../styles/base.ts";
import { t } from "../text/t.ts";
import { AlertCount } from "./alert-count.ts";
import { badgeStyles, countBadge } from "./badge.ts";
import "./live-indicator.ts";
import "./logout-button.ts";
import { isCurrent, navigationEntries } from "./navigation.ts";
import "./theme-switch.ts";

/** The navigation at the bottom of a phone. */
@customElement("hl-bottom-bar")
export class BottomBar extends LitElement {
  static override styles = [
    baseStyles,
    badgeStyles,
    css`
      nav {
        --icon-size: var(--size-icon-large);
        position: fixed;
        inset: auto 0 0 0;
        z-index: 2;
        display: grid;
        grid-auto-columns: 1fr;
        grid-auto-flow: column;
        padding: var(--s1) var(--s1) calc(var(--s1) + env(safe-area-inset-bottom));
        border-top: 1px solid var(--border);
        background: var(--glass);
        backdrop-filter: blur(var(--blur));
      }
      .entry {
        position: relative;
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--tight);
        min-height: calc(var(--size-touch) + var(--s2));
        padding: 0;
        border: 0;
        background: none;
        color: var(--text-3);
        font: 400 var(--type-micro) / 1.4 var(--font);
        cursor: pointer;
      }
      .entry .badge {
        position: absolute;
        top: var(--hair);
        left: calc(50% + var(--hair));
      }
      .entry[aria-current] {
        color: var(--text);
      }
    `,
  ];

  /** The path of the page that is shown. */
  @property() path = "/";
  readonly #count = new AlertCount(this);
  @query("hl-dialog") private readonly dialog!: Dialog;

  protected override render() {
    return html`
      <nav aria-label=${t("app.navigation")}>
        ${navigationEntries.map(
          (entry) => html`
            <a class="entry" href=${addressOf(entry.path)} aria-current=${isCurrent(entry, this.path) ? "page" : nothing}>
              <hl-icon name=${entry.icon}></hl-icon>${t(entry.label)}
              ${entry.path === "/alerts" ? countBadge(this.#count) : nothing}
            </a>
          `,
        )}
        <button class="entry" type="button" aria-haspopup="dialog" @click=${() => this.dialog.open()}>
          <hl-icon name="more"></hl-icon>${t("navigation.more")}
        </button>
      </nav>
      <hl-dialog .heading=${t("navigation.more")}>
        <hl-live-indicator></hl-live-indicator>
        <hl-theme-switch></hl-theme-switch>
        <hl-logout-button></hl-logout-button>
      </hl-dialog>
    `;
  }
}
