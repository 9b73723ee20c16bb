import { css } from "lit";

/** How the dialog about an expected unit is laid out. */
export const unitDialogStyles = css`
  form {
    display: grid;
    gap: var(--s4);
  }
  label {
    display: grid;
    gap: var(--near);
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  label.check {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: start;
    gap: var(--s2);
    cursor: pointer;
  }
  .hint {
    display: block;
    color: var(--text-3);
    font-size: var(--type-small);
    font-weight: 400;
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--s2);
  }
  .actions .danger {
    margin-right: auto;
  }
  @media (max-width: 900px) {
    .field,
    .button,
    label.check {
      min-height: var(--size-touch);
    }
    .actions .button {
      flex: 1;
    }
  }
`;
