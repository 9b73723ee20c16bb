import { css } from "lit";

/** How the frame is laid out: a rail at the side, or on a phone a bar at the bottom. */
export const shellStyles = css`
  :host {
    display: grid;
    grid-template-columns: var(--size-rail) minmax(0, 1fr);
    min-height: 100dvh;
  }
  .skip {
    position: fixed;
    top: var(--s2);
    left: var(--s2);
    z-index: 3;
    translate: 0 calc(-100% - var(--s4));
  }
  .skip:focus {
    translate: none;
  }
  main {
    display: grid;
    align-content: start;
    gap: var(--s5);
    min-width: 0;
    padding: var(--s5) var(--s6) var(--s8);
  }
  main:focus-visible {
    outline: none;
  }
  .page {
    display: contents;
  }
  hl-bottom-bar {
    display: none;
  }
  @media (max-width: 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    hl-rail {
      display: none;
    }
    hl-bottom-bar {
      display: block;
    }
    main {
      gap: var(--s4);
      padding: var(--s4) var(--s4) calc(var(--size-bottom) + var(--s5) + env(safe-area-inset-bottom));
    }
  }
`;
