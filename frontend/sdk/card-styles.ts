import { css } from "lit";

/**
 * How a card looks: a surface with a border, a heading row and figures in the mono typeface. Cards take every colour,
 * space and size from the custom properties of `frontend/styles/tokens.css`, so they follow dark and light by themselves.
 */
export const cardStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-width: 0;
    padding: var(--s4);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
    color: var(--text-2);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--s2);
    margin-bottom: var(--s3);
  }
  .grow {
    flex: 1;
  }
  h2 {
    margin: 0;
    color: var(--text-3);
    font-size: var(--type-label);
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
  }
  .number {
    font-family: var(--mono);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.02em;
  }
  .muted {
    color: var(--text-3);
  }
  .small {
    font-size: var(--type-small);
  }
`;
