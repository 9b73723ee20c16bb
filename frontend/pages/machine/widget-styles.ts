import { css } from "lit";

/** How the cards of a machine's board are laid out: a heading, and a body that fills the rest. */
export const widgetStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: var(--s3) var(--s4);
  }
  header {
    min-height: var(--s8);
    margin-bottom: var(--s2);
  }
  header h2 + hl-figure {
    margin-left: var(--s2);
  }
  .fill {
    flex: 1;
    min-height: 0;
  }
  .scroll {
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    outline-offset: var(--hair);
  }
  .scroll:focus-visible {
    outline: var(--hair) solid var(--info);
  }
  p {
    margin: 0;
  }
  b {
    color: var(--text);
    font-weight: 500;
  }
  @media (max-width: 900px) {
    .fill {
      flex: none;
    }
    hl-history-chart.fill {
      height: calc(3 * var(--size-row));
    }
  }
`;
