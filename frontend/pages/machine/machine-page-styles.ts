import { css } from "lit";

/** How a machine's page is laid out: 12 columns of rows, one column on a phone. */
export const machinePageStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  .range {
    justify-self: end;
    margin: calc(-1 * var(--s3)) 0;
  }
  .board {
    display: grid;
    grid-template-columns: repeat(12, minmax(0, 1fr));
    grid-auto-rows: var(--size-row);
    gap: var(--s2) var(--s3);
  }
  .board > * {
    grid-column: span var(--columns);
    grid-row: span var(--rows);
  }
  .absence {
    padding: var(--s3) var(--s4);
    border: 1px solid var(--border-strong);
    border-radius: var(--r3);
    background: var(--surface);
    color: var(--text);
  }
  .absence.crit {
    border-color: var(--crit-border);
    background: var(--crit-soft);
  }
  .skeleton {
    border-radius: var(--r3);
  }
  .head-skeleton {
    height: calc(2 * var(--size-touch));
  }
  @media (max-width: 900px) {
    :host {
      gap: var(--s4);
    }
    .range {
      justify-self: stretch;
      margin: 0;
    }
    .board {
      grid-template-columns: minmax(0, 1fr);
      grid-auto-rows: auto;
      gap: var(--s3);
    }
    .board > * {
      grid-column: auto;
      grid-row: auto;
    }
    .board > .skeleton {
      height: calc(4 * var(--size-row));
    }
  }
`;
