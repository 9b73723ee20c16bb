import { css } from "lit";

/** How the line that installs an agent looks. */
export const installLineStyles = css`
  :host {
    display: grid;
    gap: var(--s3);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
  }
  @media (max-width: 900px) {
    .head {
      flex-wrap: wrap;
    }
  }
`;
