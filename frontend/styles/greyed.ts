import { css } from "lit";

/**
 * `.greyed`: values that are known but not current. Every colour that means something becomes grey; surfaces and the
 * contrast of text stay. It reaches into every card below, as custom properties do.
 */
export const greyedStyles = css`
  .greyed {
    --text: var(--text-3);
    --text-2: var(--text-3);
    --ok: var(--idle);
    --warn: var(--idle);
    --high: var(--idle);
    --crit: var(--idle);
    --cpu: var(--idle);
    --memory: var(--idle);
    --network: var(--idle);
    --storage: var(--idle);
    --ok-soft: var(--raised);
    --warn-soft: var(--raised);
    --high-soft: var(--raised);
    --crit-soft: var(--raised);
    --crit-border: var(--border-strong);
    color: var(--text-3);
  }
`;
