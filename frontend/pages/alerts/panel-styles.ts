import { css } from "lit";

/** The surfaces of an alert's page: `.panel` with a `header`, and `.failure` for what did not work. */
export const panelStyles = css`
  :host {
    display: block;
  }
  .panel {
    display: grid;
    gap: var(--s3);
    padding: var(--s4) var(--s5);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .panel header {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: var(--s6);
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
