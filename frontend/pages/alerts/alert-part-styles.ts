import { css } from "lit";
import { panelStyles } from "../../styles/panel.ts";

/** What the parts of an alert's page share: panels with a `header`, closer together than elsewhere. */
export const alertPartStyles = css`
  ${panelStyles}
  :host {
    display: block;
  }
  .panel {
    gap: var(--s3);
  }
  .panel header {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: var(--s6);
  }
`;
