import { css } from "lit";

/** How the login page looks. */
export const loginStyles = css`
  :host {
    display: grid;
    min-height: 100dvh;
    place-items: center;
    padding: var(--s4);
  }
  main {
    display: grid;
    justify-items: center;
    gap: var(--s6);
    width: 100%;
    max-width: var(--size-dialog);
  }
  form {
    display: grid;
    gap: var(--s3);
    width: 100%;
    padding: var(--s6);
    border: 1px solid var(--border);
    border-radius: var(--r4);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  label {
    margin-top: var(--s2);
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  .field {
    min-height: var(--size-touch);
    padding-right: var(--s1);
  }
  .reveal {
    display: grid;
    place-items: center;
    width: var(--size-control);
    height: var(--size-control);
    padding: 0;
    border: 0;
    border-radius: var(--r2);
    background: none;
    color: inherit;
    cursor: pointer;
  }
  .reveal:hover {
    background: var(--raised);
    color: var(--text);
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
  }
  .primary {
    min-height: var(--size-touch);
    margin-top: var(--s2);
  }
`;
