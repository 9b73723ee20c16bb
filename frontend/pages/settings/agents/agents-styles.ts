import { css } from "lit";

/** How the list of agents looks: a table, and on a phone a card for each. */
export const agentsStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
  }
  hl-search-field {
    width: var(--size-search);
  }
  .tools .button {
    margin-left: auto;
  }
  table {
    --columns: minmax(0, 1.5fr) minmax(0, 1.35fr) minmax(0, 1.6fr) minmax(0, 0.9fr) minmax(0, 1.1fr) minmax(0, 1.2fr);
    display: block;
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  thead,
  tbody {
    display: block;
  }
  tr {
    display: grid;
    grid-template-columns: var(--columns);
    align-items: center;
    gap: 0 var(--s4);
    padding: var(--s2) var(--s3) var(--s2) var(--s4);
  }
  thead tr {
    color: var(--text-3);
    font-size: var(--type-small);
  }
  thead th {
    font-weight: 500;
    text-align: start;
  }
  tbody tr {
    min-height: var(--size-row);
    border-top: 1px solid var(--border);
    content-visibility: auto;
    contain-intrinsic-size: auto var(--size-row);
  }
  tbody tr:last-child {
    border-radius: 0 0 var(--r3) var(--r3);
  }
  tbody tr:hover {
    background: var(--raised);
  }
  th,
  td {
    min-width: 0;
    padding: 0;
  }
  .machine {
    display: flex;
    align-items: center;
    gap: var(--s3);
    color: var(--text);
    font-weight: 500;
    text-align: start;
  }
  .machine a {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .machine a:hover,
  .link {
    text-decoration: underline;
    text-underline-offset: var(--tight);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--info);
    font: inherit;
    font-size: var(--type-small);
    cursor: pointer;
  }
  .version {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1) var(--s2);
  }
  .version .number {
    overflow-wrap: anywhere;
  }
  .reports,
  .seen {
    font-size: var(--type-label);
  }
  .actions {
    display: flex;
    justify-content: end;
    gap: var(--s1);
  }
  .skeleton {
    height: calc(6 * var(--size-row));
  }
  @media (max-width: 1100px) {
    .tools hl-search-field,
    .tools hl-segments,
    .tools .button {
      width: 100%;
    }
    table {
      display: grid;
      border: 0;
      background: none;
      box-shadow: none;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tbody {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(1.4 * var(--size-card))), 1fr));
      gap: var(--s3);
    }
    tbody tr {
      grid-template-columns: minmax(0, 1fr) minmax(0, 0.5fr) auto;
      grid-template-areas: "machine machine actions" "version version version" "updates updates updates" "reports seen seen";
      gap: var(--s2) var(--s3);
      padding: var(--s3) var(--s4);
      border: 1px solid var(--border);
      border-radius: var(--r3);
      background: var(--surface);
      box-shadow: var(--shadow);
      contain-intrinsic-size: auto var(--size-card-height);
    }
    tbody tr:last-child {
      border-radius: var(--r3);
    }
    .machine {
      grid-area: machine;
      min-height: var(--size-touch);
      font-size: var(--type-title);
    }
    .version {
      grid-area: version;
    }
    .updates {
      grid-area: updates;
    }
    .reports {
      grid-area: reports;
      align-self: start;
    }
    .seen {
      grid-area: seen;
      align-self: start;
    }
    .actions {
      grid-area: actions;
    }
    .actions .button {
      min-height: var(--size-touch);
    }
  }
`;
