import { css } from "lit";

/** Buttons, and links that look like them: `.button`, with `.primary`, `.danger`, `.quiet`, `.compact` or `.square`. */
export const buttonStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-height: var(--size-control);
    padding: 0 var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--r2);
    background: var(--surface);
    color: var(--text);
    font: 500 var(--type-label) / 1.2 var(--font);
    cursor: pointer;
    white-space: nowrap;
    transition: background var(--quick), border-color var(--quick);
  }
  .button:hover {
    background: var(--raised);
    border-color: var(--border-strong);
  }
  .button.primary {
    border-color: var(--text);
    background: var(--text);
    color: var(--bg);
  }
  .button.primary:hover {
    border-color: var(--text-2);
    background: var(--text-2);
  }
  .button.danger {
    border-color: var(--crit-border);
    background: var(--crit-soft);
    color: var(--crit);
  }
  .button.danger:hover {
    border-color: var(--crit);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--text-2);
  }
  .button.quiet:hover {
    background: var(--raised);
    color: var(--text);
  }
  .button.compact {
    min-height: var(--s8);
    font-size: var(--type-small);
  }
  .button.square {
    width: var(--size-control);
    padding: 0;
  }
  .button[disabled],
  .button[aria-disabled="true"] {
    cursor: default;
    opacity: 0.6;
  }
`;
