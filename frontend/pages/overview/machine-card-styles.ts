import { css } from "lit";

/** How a machine's card looks. */
export const machineCardStyles = css`
  :host {
    display: block;
    content-visibility: auto;
    contain-intrinsic-size: auto var(--size-card) auto var(--size-card-height);
  }
  article {
    --colour: var(--cpu);
    position: relative;
    display: grid;
    grid-template-rows: auto 1fr auto;
    gap: var(--s3);
    height: 100%;
    min-height: var(--size-card-height);
    padding: var(--s4);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
    transition: border-color var(--quick);
  }
  article:hover {
    border-color: var(--border-strong);
  }
  article.crit {
    border-color: var(--crit-border);
  }
  article.away,
  article.unknown {
    border-style: dashed;
  }
  .name {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-width: 0;
  }
  h3 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h3 a::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--r3);
  }
  h3 a:focus-visible {
    outline: none;
  }
  h3 a:focus-visible::after {
    outline: var(--hair) solid var(--info);
    outline-offset: var(--hair);
  }
  .age {
    flex: none;
    white-space: nowrap;
  }
  /* One line: chips that find no room in it are cut off whole, the most urgent one comes first. */
  .chips {
    gap: var(--s2) var(--s1);
    height: calc(var(--s5) + var(--hair));
    overflow: hidden;
  }
  .readings {
    display: grid;
    align-content: end;
    gap: var(--s3);
  }
  .meters {
    display: grid;
    gap: var(--near);
  }
`;
