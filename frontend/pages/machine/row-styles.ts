import { css } from "lit";

/** Rows of a card: a name that gives way on the left, figures on the right, and a line of details below. */
export const rowStyles = css`
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--hair) var(--s3);
    padding: var(--near) 0;
    border-top: 1px solid var(--border);
    font-size: var(--type-label);
  }
  .row:first-child {
    padding-top: 0;
    border-top: 0;
  }
  .row b,
  .row .detail {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row .figures {
    display: flex;
    gap: var(--s3);
    white-space: nowrap;
  }
  .row .figures span {
    min-width: 4.5em;
    text-align: right;
  }
  .row .figures span.short {
    min-width: 3em;
  }
  .row .detail {
    grid-column: 2 / -1;
  }
  .row .wrap {
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .led.ok::after {
    animation: none;
  }
  .warn-text {
    color: var(--warn);
  }
  .crit-text {
    color: var(--crit);
  }
  @media (max-width: 900px) {
    .scroll {
      max-height: calc(9 * var(--size-row));
    }
  }
`;
