import { css } from "lit";
import { panelStyles } from "../../styles/panel.ts";

/** How the page that adds a machine is laid out. */
export const addMachineStyles = css`
  ${panelStyles}
  :host {
    display: grid;
    gap: var(--s5);
    max-width: 76ch;
  }
  .intro {
    display: grid;
    gap: var(--s2);
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
  @media (max-width: 900px) {
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
