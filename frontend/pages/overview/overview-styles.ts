import { css } from "lit";

/** How the overview is laid out. On a phone what is wrong comes first, then the figures, then the search. */
export const overviewStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
  }
  .top h1 {
    flex: 1;
  }
  hl-search-field {
    width: var(--size-search);
  }
  .section {
    display: grid;
    gap: var(--s3);
  }
  .section > header {
    display: flex;
    align-items: center;
    gap: var(--s3);
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--size-card)), 1fr));
    gap: var(--s3);
  }
  .card-skeleton {
    height: var(--size-card-height);
    border-radius: var(--r3);
  }
  .summary-skeleton {
    height: calc(2 * var(--size-touch) + var(--s3));
    border-radius: var(--r3);
  }
  @media (max-width: 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr) auto;
      gap: var(--s4);
    }
    .top > * {
      grid-column: 1 / -1;
    }
    .top {
      display: contents;
    }
    .top h1 {
      grid-column: 1;
      order: -2;
      align-self: center;
    }
    .top .add {
      grid-column: 2;
      order: -2;
      width: var(--size-touch);
      min-height: var(--size-touch);
      padding: 0;
    }
    .top .add .label {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    hl-summary-bar,
    hl-alert-strip,
    hl-offline-banner,
    .section,
    hl-notice {
      grid-column: 1 / -1;
    }
    hl-alert-strip,
    hl-offline-banner {
      order: -1;
    }
    .top hl-search-field,
    .top hl-segments {
      order: 1;
      width: 100%;
    }
    .top hl-segments {
      margin-top: calc(-1 * var(--s2));
    }
    .section,
    hl-notice {
      order: 2;
    }
  }
`;
