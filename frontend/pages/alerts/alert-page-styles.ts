import { css } from "lit";

/** How an alert's page is laid out: the chart and what happened beside what to do and who was told. */
export const alertPageStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  nav {
    margin-bottom: calc(-1 * var(--s3));
  }
  nav a:hover,
  .link:hover {
    color: var(--text);
    text-decoration: underline;
  }
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--s3);
  }
  .name {
    --size-mark: var(--s4);
    display: flex;
    gap: var(--s3);
  }
  .name .mark {
    margin-top: var(--near);
  }
  h1 {
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .top .chips,
  .quiet {
    grid-column: 1 / -1;
  }
  .quiet {
    padding: var(--s2) var(--s4);
    border: 1px dashed var(--border-strong);
    border-radius: var(--r3);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--s3);
  }
  .main,
  .side {
    display: grid;
    gap: var(--s3);
    min-width: 0;
  }
  .skeleton {
    border-radius: var(--r3);
  }
  .head-skeleton {
    height: calc(2 * var(--size-touch));
  }
  .chart-skeleton {
    height: calc(var(--size-chart) + var(--size-touch));
  }
  @media (max-width: 900px) {
    :host {
      gap: var(--s4);
    }
    .top,
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .columns {
      gap: var(--s3);
    }
    /* What to do comes before what was. */
    .side,
    .main {
      display: contents;
    }
    hl-alert-advice {
      order: -1;
    }
    .chips {
      order: -1;
    }
    .name {
      order: -2;
    }
    .actions hl-alert-buttons {
      flex: 1;
    }
    .actions .button {
      min-height: var(--size-touch);
    }
  }
`;
