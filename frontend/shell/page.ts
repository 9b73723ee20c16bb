/** What the shell may ask of a page. */
export interface Page extends HTMLElement {
  /** Puts the focus into the page's search box, when it has one. */
  focusSearch?(): void;
}
