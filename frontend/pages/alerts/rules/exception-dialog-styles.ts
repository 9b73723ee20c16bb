import { css } from "lit";

/** How the dialog of an exception is laid out: one column, with lists of boxes that scroll. */
export const exceptionDialogStyles = css`
  form {
    display: grid;
    gap: var(--s4);
    max-height: min(70dvh, calc(12 * var(--size-row)));
    overflow-y: auto;
    scrollbar-width: thin;
  }
  form > label {
    display: grid;
    gap: var(--near);
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  .threshold {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .threshold legend {
    grid-column: 1 / -1;
    font-size: var(--type-label);
  }
  .checks {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .checks legend {
    margin-bottom: var(--near);
    padding: 0;
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  .checks div {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--size-field)), 1fr));
    gap: 0 var(--s3);
    max-height: calc(3 * var(--size-row));
    padding: var(--s2) var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--r2);
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .checks label {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: var(--s8);
    overflow-wrap: anywhere;
  }
  .actions {
    position: sticky;
    bottom: 0;
    display: flex;
    justify-content: end;
    gap: var(--s2);
    padding-top: var(--s2);
    background: var(--surface);
  }
  .failure {
    color: var(--crit);
    overflow-wrap: anywhere;
  }
  @media (max-width: 900px) {
    .actions .button {
      flex: 1;
      min-height: var(--size-touch);
    }
  }
`;
