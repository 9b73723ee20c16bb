import { css } from "lit";

/** How the list of integrations looks. */
export const integrationsStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  ul,
  .loading {
    display: grid;
    gap: var(--s3);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .skeleton {
    height: calc(2 * var(--size-touch));
    border-radius: var(--r3);
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--s3);
    padding: var(--s4);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .led {
    margin-top: var(--near);
  }
  .text {
    display: grid;
    gap: var(--s1);
    overflow-wrap: anywhere;
  }
  h2 {
    color: var(--text);
    font-size: var(--type-title);
    letter-spacing: -0.01em;
    text-transform: none;
  }
  .error {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--raised);
  }
  .error.crit {
    background: var(--crit-soft);
    color: var(--crit);
  }
  .error.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
`;
