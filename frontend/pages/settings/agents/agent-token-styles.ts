import { css } from "lit";

/** How the dialog of an agent's token looks. */
export const agentTokenStyles = css`
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--s2) var(--s4);
    margin: 0;
  }
  dt {
    color: var(--text-3);
  }
  dd {
    margin: 0;
    color: var(--text);
    overflow-wrap: anywhere;
  }
  p {
    overflow-wrap: anywhere;
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
  }
  .skeleton {
    height: calc(4 * var(--s8));
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--s2);
  }
  .button {
    max-width: 100%;
    white-space: normal;
  }
  @media (max-width: 900px) {
    .button {
      flex: 1;
      min-height: var(--size-touch);
    }
  }
`;
