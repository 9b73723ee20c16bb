import { ContextConsumer } from "@lit/context";
import type { LitElement } from "lit";
import { sessionContext } from "./contexts.ts";

/**
 * What the user may do. The hub decides by itself and refuses what is not allowed; this keeps pages from offering it. It is known
 * before the first page is drawn, and another login draws everything anew.
 */
export class PermissionController {
  readonly #session: ContextConsumer<typeof sessionContext, LitElement>;

  constructor(host: LitElement) {
    this.#session = new ContextConsumer(host, { context: sessionContext });
  }

  /** Whether the user may act: acknowledge, resolve, silence. */
  get mayAct(): boolean {
    return this.mayAdminister || this.#session.value?.scope.value === "operator";
  }

  /** Whether the user may change settings, keys, tokens and agents. */
  get mayAdminister(): boolean {
    return this.#session.value?.scope.value === "admin";
  }
}
