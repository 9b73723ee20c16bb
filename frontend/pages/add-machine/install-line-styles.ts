import { css } from "lit";

/** How the line that installs an agent looks. */
export const installLineStyles = css`
  :host {
    display: grid;
    gap: var(--s3);
  }
  .head,
  .line {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
  }
  .line {
    align-items: stretch;
    padding: var(--s2);
    border: 1px solid var(--border);
    border-radius: var(--r2);
    background: var(--raised);
  }
  code {
    flex: 1;
    min-width: 0;
    padding: var(--s2);
    color: var(--text);
    font: 400 var(--type-label) / 1.5 var(--mono);
    font-variant-ligatures: none;
    overflow-wrap: anywhere;
  }
  .line .button {
    align-self: center;
  }
  @media (max-width: 900px) {
    .head,
    .line {
      flex-wrap: wrap;
    }
    code {
      flex-basis: 100%;
    }
    .line .button {
      width: 100%;
      min-height: var(--size-touch);
    }
  }
`;
