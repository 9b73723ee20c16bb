import { css } from "lit";

/** How the overview's alerts look: coloured by the worst of them. */
export const alertStripStyles = css`
  :host {
    display: block;
  }
  section {
    --edge: var(--border-strong);
    border: 1px solid var(--edge);
    border-radius: var(--r3);
    background: linear-gradient(var(--tint, transparent), var(--tint, transparent)) var(--surface);
    overflow: hidden;
  }
  section.critical {
    --edge: var(--crit-border);
    --tint: var(--crit-soft);
  }
  section.high {
    --edge: color-mix(in srgb, var(--high) 45%, transparent);
    --tint: var(--high-soft);
  }
  section.medium {
    --edge: color-mix(in srgb, var(--warn) 45%, transparent);
    --tint: var(--warn-soft);
  }
  section.quiet {
    --edge: var(--border);
  }
  ul {
    display: grid;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li + li,
  ul + .more {
    border-top: 1px solid color-mix(in srgb, var(--edge) 45%, transparent);
  }
  .more {
    --icon-size: var(--type-body);
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
    min-height: var(--size-control);
    padding: 0 var(--s4) 0 var(--s5);
  }
  .more:hover {
    text-decoration: underline;
  }
  .more:focus-visible {
    outline-offset: calc(-1 * var(--hair));
  }
  .all {
    display: flex;
    align-items: center;
    gap: var(--s1);
    margin-left: auto;
    color: var(--text);
    font-weight: 500;
    white-space: nowrap;
  }
  @media (max-width: 900px) {
    .more {
      min-height: var(--size-touch);
      padding: 0 var(--s4);
    }
  }
`;
