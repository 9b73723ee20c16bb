import { css } from "lit";

/** Text fields: `.field` around an input with icons and buttons beside it. */
export const fieldStyles = css`
  .field {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: var(--size-control);
    padding: 0 var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--r2);
    background: var(--surface);
    color: var(--text-3);
    transition: border-color var(--quick);
  }
  .field:hover {
    border-color: var(--border-strong);
  }
  .field:focus-within {
    border-color: var(--info);
    outline: 1px solid var(--info);
  }
  .field input,
  .field select {
    flex: 1;
    min-width: 0;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--text);
    font: inherit;
  }
  .field option {
    background: var(--surface);
    color: var(--text);
  }
  .field input::placeholder {
    color: var(--text-3);
    opacity: 1;
  }
  .field input::-webkit-search-cancel-button {
    display: none;
  }
  kbd {
    padding: var(--tight) var(--near);
    border: 1px solid var(--border-strong);
    border-radius: var(--r1);
    color: var(--text-3);
    font: 500 var(--type-micro) / 1 var(--mono);
  }
`;
