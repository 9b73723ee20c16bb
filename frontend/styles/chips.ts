import { css } from "lit";

/** Small facts in a row: `.chips` around `.chip`, with `.ok`, `.warn`, `.high`, `.crit` or `.info`. */
export const chipStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    min-width: 0;
  }
  .chip {
    max-width: 100%;
    padding: 1px var(--s2);
    border-radius: var(--pill);
    background: var(--raised);
    color: var(--text-2);
    font-size: var(--type-small);
    line-height: var(--s5);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip.ok {
    background: var(--ok-soft);
    color: var(--ok);
  }
  .chip.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .chip.high {
    background: var(--high-soft);
    color: var(--high);
  }
  .chip.crit {
    background: var(--crit-soft);
    color: var(--crit);
  }
  .chip.info {
    background: var(--info-soft);
    color: var(--info);
  }
`;
