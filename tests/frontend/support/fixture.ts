import { ContextProvider } from "@lit/context";
import { LitElement, render, type TemplateResult } from "lit";
import { clockContext, entitiesContext, historyContext, machinesContext } from "../../../frontend/sdk/index.ts";
import {
  alertsContext,
  apiContext,
  connectionContext,
  noticesContext,
  sessionContext,
  themeContext,
} from "../../../frontend/state/contexts.ts";
import { createDashboardState, type DashboardState } from "../../../frontend/state/dashboard-state.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeStreamHub } from "./fake-stream-hub.ts";
import { sampleTime } from "./samples.ts";

/** A plain request that the dashboard sent. */
export interface SentRequest {
  readonly method: string;
  /** Below /api/v1. */
  readonly path: string;
  /** What was sent as JSON. */
  readonly body: unknown;
}

/** A dashboard's state on fake time, with a hub that answers what a test says. */
export interface TestDashboard extends DashboardState {
  readonly clock: FakeClock;
  readonly hub: FakeStreamHub;
  /** Answers to plain requests, by the beginning of their path below /api/v1. */
  readonly answers: Map<string, (request: SentRequest) => Response>;
  /** Every plain request that was answered that way and changes something, oldest first. */
  readonly changes: readonly SentRequest[];
}

/** Builds the state; nothing of it is connected to the page yet. */
export function testDashboard(): TestDashboard {
  const clock = new FakeClock(sampleTime);
  const hub = new FakeStreamHub();
  const answers = new Map<string, (request: SentRequest) => Response>();
  const changes: SentRequest[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const path = String(input).replace("/api/v1", "");
    const answer = [...answers].find(([beginning]) => path.startsWith(beginning))?.[1];
    if (!answer) return hub.fetch(input, init);
    const { method = "GET", body } = init ?? {};
    const request = { method, path, body: typeof body === "string" ? JSON.parse(body) : undefined };
    if (method !== "GET") changes.push(request);
    return answer(request);
  };
  answers.set("/history", () => Response.json({ bucket_seconds: 60, series: [] }));
  const state = createDashboardState({
    fetch,
    clock,
    random: () => 1,
    nextFrame: (task) => queueMicrotask(task),
    root: document.documentElement,
    storage: { getItem: () => null, setItem: () => {} },
    notices: { system: undefined, isSecure: true, open: () => {} },
  });
  return { ...state, clock, hub, answers, changes };
}

/** Provides a dashboard's state to what is rendered in it. */
class TestHost extends LitElement {
  override createRenderRoot(): HTMLElement {
    return this;
  }

  provide({ api, session, live, theme, entities, machines, alerts, notices, history, hubTime }: DashboardState): void {
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
}
customElements.define("test-host", TestHost);

/** Renders a template within the page, below a dashboard's state; returns its first element, drawn. */
export async function show<Shown extends Element>(
  template: TemplateResult,
  dashboard = testDashboard(),
): Promise<Shown> {
  const host = new TestHost();
  host.provide(dashboard);
  document.body.append(host);
  render(template, host);
  const shown = host.firstElementChild as Shown;
  await drawn(shown);
  return shown;
}

/** Removes everything that tests showed. */
export function clearPage(): void {
  for (const host of document.querySelectorAll("test-host")) host.remove();
  delete document.documentElement.dataset["theme"];
}

/** Resolves when the element and everything in it is drawn. */
export async function drawn(element: Element): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await Promise.resolve();
    if (element instanceof LitElement) await element.updateComplete;
  }
  for (const child of element.shadowRoot?.children ?? []) await drawn(child);
  for (const child of element.children) await drawn(child);
}

/** All text that somebody would read in an element, with single spaces; what its children draw is included. */
export function textOf(element: Element): string {
  return rawText(element).replaceAll(/\s+/g, " ").trim();
}

function rawText(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLStyleElement) return "";
  if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) {
    return node.assignedNodes().map(rawText).join(" ");
  }
  const root = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
  return [...root.childNodes].map(rawText).join(" ");
}
