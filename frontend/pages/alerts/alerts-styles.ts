import { css } from "lit";

/** How the pages of the alerts are laid out: sections of rows on one surface. */
export const alertsStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  section {
    display: grid;
    gap: var(--s3);
  }
  h2:focus {
    outline: none;
  }
  .rows {
    display: grid;
    margin: 0;
    padding: 0;
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
    list-style: none;
    overflow: hidden;
  }
  /* What is far from the screen is not drawn. */
  .rows.long li {
    content-visibility: auto;
    contain-intrinsic-size: auto var(--size-row-alert);
  }
  .rows li + li {
    border-top: 1px solid var(--border);
  }
  .older {
    justify-self: center;
  }
  .skeletons {
    gap: var(--s3);
    padding: var(--s4);
  }
  .skeletons .skeleton {
    height: var(--size-touch);
  }
  @media (max-width: 900px) {
    :host {
      gap: var(--s4);
    }
    .older {
      justify-self: stretch;
      min-height: var(--size-touch);
    }
  }
`;
