import { css } from "lit";

/** What every element of the dashboard starts from. */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
    min-width: 0;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  h1,
  h2,
  h3 {
    color: var(--text);
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  h1 {
    font-size: var(--type-page);
    line-height: 1.3;
  }
  h2 {
    color: var(--text-3);
    font-size: var(--type-label);
    letter-spacing: 0.04em;
    text-transform: uppercase;
  }
  h3 {
    font-size: var(--type-title);
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  :focus-visible {
    outline: var(--hair) solid var(--info);
    outline-offset: var(--hair);
    border-radius: var(--r1);
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
  .grow {
    flex: 1;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
