import { ContextProvider } from "@lit/context";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Undo } from "../../core/sdk/index.ts";
import { clockContext, entitiesContext, historyContext, machinesContext } from "../sdk/index.ts";
import { addressOf } from "../state/base-path.ts";
import {
  alertsContext,
  apiContext,
  connectionContext,
  noticesContext,
  sessionContext,
  themeContext,
} from "../state/contexts.ts";
import type { DashboardState } from "../state/dashboard-state.ts";
import type { SessionStatus } from "../state/session.ts";
import "./splash.ts";

const retryMilliseconds = 3000;
const loginPath = addressOf("/login");

/** The dashboard: hands its state on to everything below, and shows the shell or the login page. */
@customElement("hl-app")
export class App extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
  `;

  @property({ attribute: false }) dashboard!: DashboardState;
  readonly #undo: Undo[] = [];
  #returnTo = addressOf("/");

  override connectedCallback(): void {
    super.connectedCallback();
    this.#provide();
    const { session, live } = this.dashboard;
    this.#undo.push(session.status.subscribe((status) => this.#enter(status)));
    const listeners = new AbortController();
    this.#undo.push(() => listeners.abort());
    window.addEventListener("online", () => live.retry(), listeners);
    document.addEventListener("visibilitychange", () => !document.hidden && live.missed(), listeners);
    // The hub's one-time link is for the login page, whoever is logged in already.
    if (location.pathname === loginPath && location.hash) session.requireLogin();
    else void session.check();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const undo of this.#undo.splice(0)) undo();
    this.dashboard.live.stop();
  }

  protected override render() {
    const { session, live } = this.dashboard;
    switch (session.status.value) {
      case "authenticated":
        return html`<hl-shell @ready=${() => live.start()} @retry=${() => live.retry()}></hl-shell>`;
      case "anonymous":
        return html`<hl-login-page></hl-login-page>`;
      case "unreachable":
        return html`<hl-splash unreachable @retry=${() => session.check()}></hl-splash>`;
      case "checking":
        return html`<hl-splash></hl-splash>`;
    }
  }

  #provide(): void {
    const { api, session, entities, machines, alerts, notices, history, hubTime, live, theme } = this.dashboard;
    new ContextProvider(this, { context: apiContext, initialValue: api });
    new ContextProvider(this, { context: sessionContext, initialValue: session });
    new ContextProvider(this, { context: connectionContext, initialValue: live.connection });
    new ContextProvider(this, { context: themeContext, initialValue: theme });
    new ContextProvider(this, { context: entitiesContext, initialValue: entities });
    new ContextProvider(this, { context: machinesContext, initialValue: machines });
    new ContextProvider(this, { context: alertsContext, initialValue: alerts });
    new ContextProvider(this, { context: noticesContext, initialValue: notices });
    new ContextProvider(this, { context: historyContext, initialValue: history });
    new ContextProvider(this, { context: clockContext, initialValue: hubTime });
  }

  #enter(status: SessionStatus): void {
    this.requestUpdate();
    if (status === "authenticated") this.#enterDashboard();
    else this.#leaveDashboard();
    if (status === "anonymous") this.#enterLogin();
    if (status === "unreachable")
      setTimeout(() => this.isConnected && this.dashboard.session.check(), retryMilliseconds);
  }

  #enterDashboard(): void {
    if (location.pathname === loginPath) history.replaceState(null, "", this.#returnTo);
    this.dashboard.alerts.start();
    this.dashboard.notices.start();
    void import("./shell.ts");
  }

  #leaveDashboard(): void {
    const { live, entities, machines, alerts, notices } = this.dashboard;
    live.stop();
    notices.stop();
    alerts.stop();
    entities.clear();
    machines.clear();
  }

  /** Where the user was is kept for after the login. The fragment of a login link stays for the login page to read. */
  #enterLogin(): void {
    void import("../pages/login/login-page.ts");
    if (location.pathname === loginPath) return;
    this.#returnTo = `${location.pathname}${location.search}`;
    history.replaceState(null, "", loginPath);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "hl-app": App;
  }
}
