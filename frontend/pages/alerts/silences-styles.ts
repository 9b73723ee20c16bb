import { css } from "lit";
import { panelStyles } from "../../styles/panel.ts";

/** What the pages of silences and rules share: `.intro`, `.panel`, and rows of `.row`. */
export const silencesStyles = css`
  ${panelStyles}
  .intro {
    max-width: 76ch;
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--s2) var(--s4);
    min-height: var(--size-row);
    padding: var(--s3) var(--s4) var(--s3) var(--s5);
  }
  .row hl-icon {
    color: var(--text-3);
  }
  .row .text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .row .name {
    color: var(--text);
    font-weight: 500;
  }
  .skeleton {
    height: calc(3 * var(--size-row));
    border-radius: var(--r3);
  }
  @media (max-width: 900px) {
    .row {
      flex-wrap: wrap;
      padding: var(--s3) var(--s4);
    }
    .row .text {
      flex-basis: calc(100% - var(--s8));
    }
    .row .button:not(.square) {
      flex: 1;
      min-height: var(--size-touch);
    }
  }
`;
