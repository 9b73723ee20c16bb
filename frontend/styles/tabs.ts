import { css } from "lit";

/** `nav.tabs` with links: the way from one section of a page to another. */
export const tabStyles = css`
  .tabs {
    display: flex;
    gap: var(--s1);
    border-bottom: 1px solid var(--border);
  }
  .tabs a {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: var(--size-touch);
    margin-bottom: -1px;
    padding: 0 var(--s3);
    border-bottom: var(--hair) solid transparent;
    color: var(--text-3);
    font-size: var(--type-label);
    font-weight: 500;
    white-space: nowrap;
    transition: color var(--quick);
  }
  .tabs a:hover {
    color: var(--text);
  }
  .tabs a[aria-current] {
    border-bottom-color: var(--text);
    color: var(--text);
  }
`;
