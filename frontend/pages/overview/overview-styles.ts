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
      gap: var(--s4);
    }
    .top {
      display: contents;
    }
    .top h1 {
      order: -2;
    }
    hl-offline-banner {
      order: -1;
    }
    .top .add {
      order: 3;
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
