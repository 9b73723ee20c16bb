import { css } from "lit";

/** What is special to the page of the notifications: the ways to reach people are folded away when there is one. */
export const notificationsStyles = css`
  .add summary {
    width: fit-content;
    padding: var(--s2) 0;
    color: var(--text);
    font-size: var(--type-label);
    font-weight: 500;
    cursor: pointer;
  }
  .add[open] hl-add-channel {
    margin-top: var(--s2);
    padding: var(--s5);
    border: 1px solid var(--border);
    border-radius: var(--r3);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  @media (max-width: 900px) {
    .add summary {
      padding: var(--s3) 0;
    }
    .add[open] hl-add-channel {
      padding: var(--s4);
    }
  }
`;
