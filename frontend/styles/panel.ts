import { css } from "lit";

/** A raised surface with room around what stands on it: `.panel`; and `.failure` for what did not work. */
export const panelStyles = css`
  .panel {
    display: grid;
    gap: var(--s4);
    padding: var(--s5);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
    overflow-wrap: anywhere;
  }
  @media (max-width: 900px) {
    .panel {
      padding: var(--s4);
    }
  }
`;
