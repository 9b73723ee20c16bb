import { css } from "lit";

/** How the page that adds a machine is laid out. */
export const addMachineStyles = css`
  :host {
    display: grid;
    gap: var(--s5);
    max-width: 76ch;
  }
  .intro {
    display: grid;
    gap: var(--s2);
  }
  .step {
    display: grid;
    gap: var(--s4);
    padding: var(--s5);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
  }
  .choice p {
    flex: 1 1 24ch;
  }
  .updates {
    display: flex;
    flex-basis: 100%;
    order: 1;
    align-items: center;
    gap: var(--s2);
  }
  hl-arrival {
    padding-top: var(--s4);
    border-top: 1px solid var(--border);
  }
  .failure {
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--crit-soft);
    color: var(--crit);
  }
  @media (max-width: 900px) {
    .step {
      padding: var(--s4);
    }
    .updates {
      order: 0;
    }
    .choice hl-segments,
    .choice .button {
      width: 100%;
      min-height: var(--size-touch);
    }
  }
`;
