import type { LitElement, ReactiveController } from "lit";
import { addressOf } from "../state/base-path.ts";
import { AlertCount } from "./alert-count.ts";

/** Shows in the browser's tab how many alerts need attention: `(2) Overview · HomelabCmd`, and a dot on its icon. */
export class AlertTab implements ReactiveController {
  readonly #count: AlertCount;
  readonly #observer = new MutationObserver(() => this.#write());

  constructor(host: LitElement) {
    this.#count = new AlertCount(host, () => this.#write());
    host.addController(this);
  }

  /** Pages write the title as they like; the count is put before it. */
  hostConnected(): void {
    const title = document.querySelector("title");
    if (title) this.#observer.observe(title, { childList: true });
    this.#write();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    document.title = pageOf(document.title);
    showIcon("/icon.svg");
  }

  #write(): void {
    const { count } = this.#count;
    const title = titleWith(count, pageOf(document.title));
    if (title !== document.title) document.title = title;
    showIcon(count > 0 ? "/icon-alert.svg" : "/icon.svg");
  }
}

function titleWith(count: number, page: string): string {
  return count === 0 ? page : `(${count}) ${page}`;
}

/** The title as its page wrote it. */
function pageOf(title: string): string {
  return title.replace(/^\(\d+\) /, "");
}

function showIcon(path: string): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = addressOf(path);
  if (icon && icon.getAttribute("href") !== address) icon.setAttribute("href", address);
}
