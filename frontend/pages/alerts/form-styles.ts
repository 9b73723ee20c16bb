import { css } from "lit";

/** Forms of the alerts' pages: `.form` of labels over fields, `.choice` over segments, and `.failure`. */
export const alertFormStyles = css`
  :host {
    display: grid;
    gap: var(--s3);
  }
  .form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--s4);
  }
  .form label,
  .form .choice {
    display: grid;
    flex: 1 1 var(--size-field);
    gap: var(--near);
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  .form .choice {
    flex: none;
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
    overflow-wrap: anywhere;
  }
  @media (max-width: 900px) {
    .form .choice,
    .form .choice hl-segments,
    .form > .button {
      width: 100%;
    }
    .form > .button,
    .form .field {
      min-height: var(--size-touch);
    }
  }
`;
