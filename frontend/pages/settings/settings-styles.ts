import { css } from "lit";
import { panelStyles } from "../../styles/panel.ts";

/**
 * What the sections of the settings share: `.intro` with a text and what can be done, `.panel` around what belongs together, `.rows` of
 * `.row`, and `.failure`.
 */
export const settingsStyles = css`
  ${panelStyles}
  :host {
    display: grid;
    gap: var(--s5);
  }
  .intro {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
  }
  .intro p {
    flex: 1 1 40ch;
    max-width: 76ch;
  }
  section {
    display: grid;
    gap: var(--s3);
  }
  section h2:focus {
    outline: none;
  }
  .rows {
    display: grid;
    margin: 0;
    padding: 0;
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
    list-style: none;
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: var(--size-row);
    padding: var(--s2) var(--s3) var(--s2) var(--s4);
  }
  .row + .row {
    border-top: 1px solid var(--border);
  }
  .row .text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .row .name {
    color: var(--text);
    font-weight: 500;
  }
  .row.past .name {
    color: var(--text-3);
  }
  .skeleton {
    height: calc(3 * var(--size-row));
    border-radius: var(--r3);
  }
  .form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--s4);
  }
  .form label,
  .form .choice {
    display: grid;
    gap: var(--near);
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
  }
  .form .wide {
    flex: 1 1 var(--size-search);
  }
  .form .full {
    flex-basis: 100%;
  }
  @media (max-width: 900px) {
    .intro .button,
    .form label,
    .form .choice,
    .form .choice hl-segments,
    .form > .button {
      width: 100%;
    }
    .intro .button,
    .form > .button,
    .form .field {
      min-height: var(--size-touch);
    }
    .form > .button {
      order: 1;
    }
  }
`;
