import { css, html, LitElement } from "lit";
import { customElement, query } from "lit/decorators.js";
import "../components/dialog.ts";
import type { Dialog } from "../components/dialog.ts";
import { baseStyles } from "../styles/base.ts";
import { fieldStyles } from "../styles/forms.ts";
import { type PlainTextKey, t } from "../text/t.ts";

const shortcuts: readonly { readonly keys: readonly string[]; readonly label: PlainTextKey }[] = [
  { keys: ["/"], label: "keys.search" },
  { keys: ["g", "o"], label: "keys.overview" },
  { keys: ["g", "a"], label: "keys.alerts" },
  { keys: ["g", "i"], label: "keys.integrations" },
  { keys: ["g", "s"], label: "keys.settings" },
  { keys: ["?"], label: "keys.help" },
  { keys: ["Esc"], label: "keys.close" },
];

/** Lists the keyboard shortcuts. */
@customElement("hl-keys-dialog")
export class KeysDialog extends LitElement {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: var(--s3);
        margin: 0;
      }
      dd {
        display: flex;
        align-items: center;
        justify-content: end;
        gap: var(--s1);
        margin: 0;
      }
    `,
  ];

  @query("hl-dialog") private readonly dialog!: Dialog;

  open(): void {
    this.dialog.open();
  }

  protected override render() {
    return html`
      <hl-dialog .heading=${t("keys.title")}>
        <dl>
          ${shortcuts.map(
            ({ keys, label }) => html`
              <dt>${t(label)}</dt>
              <dd>
                ${keys.map(
                  (key, index) => html`
                  ${index > 0 ? html`<span class="small muted">${t("keys.then")}</span>` : ""}<kbd>${key}</kbd>
                `,
                )}
              </dd>
            `,
          )}
        </dl>
      </hl-dialog>
    `;
  }
}
