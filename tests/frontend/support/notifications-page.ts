import { html, type LitElement } from "lit";
import "../../../frontend/pages/settings/notifications/notifications-page.ts";
import type { SessionScope } from "../../../frontend/state/session.ts";
import { show, testDashboard, textOf } from "./fixture.ts";
import { configAnswer, deliveryListOf, workingSlack } from "./notifications.ts";
import { findAll, quiet } from "./press.ts";

/** The settings without a webhook. */
export const nothingSet = { ...configAnswer.notifications, slack_webhook_url: null };

/** What a hub is to answer. */
export interface NotificationsHub {
  readonly scope?: SessionScope;
  readonly channels?: readonly object[];
  readonly dead?: readonly object[];
  readonly waiting?: readonly object[];
  readonly config?: object;
}

/** Shows the page of a hub that says this. A message that is tried again is no longer dead, and what is refused is up to the test. */
export async function showNotifications({
  scope = "admin",
  channels = [workingSlack],
  dead = [],
  waiting = [],
  config,
}: NotificationsHub = {}) {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  const lists = { dead: [...dead] };
  dashboard.answers.set("/channels", ({ method }) => {
    return method === "GET" ? Response.json({ channels }) : new Response(null, { status: 204 });
  });
  dashboard.answers.set("/notifications", ({ method, path }) => {
    if (method === "POST") lists.dead.shift();
    if (method === "POST") return new Response(null, { status: 204 });
    return Response.json(deliveryListOf(path.includes("state=dead") ? lists.dead : waiting));
  });
  dashboard.answers.set("/config", ({ method, body }) => {
    const change = body as { readonly slack_webhook_url?: string | null } | undefined;
    const webhook = change?.slack_webhook_url === null ? null : "[hidden]";
    return Response.json(
      method === "GET" ? (config ?? configAnswer) : { notifications: { ...nothingSet, slack_webhook_url: webhook } },
    );
  });
  const page = await show<LitElement>(html`<hl-notifications-page></hl-notifications-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

/** What the hub answers when it refuses. */
export function refusal(status: number, message: string): () => Response {
  return () => Response.json({ detail: { code: "CONFLICT", message } }, { status });
}

/** A field of the page by its id. */
export function field(page: LitElement, id: string): HTMLInputElement {
  return findAll<HTMLInputElement>(page, `#${id}`)[0] as HTMLInputElement;
}

/** The rows of one of the lists. */
export const rowsOf = (page: LitElement, list: string) =>
  findAll(page, list).flatMap((one) => findAll(one, "li").map(textOf));

/** What is said to be wrong. */
export const alertsOf = (page: LitElement) =>
  findAll(page, "[role=alert]")
    .map(textOf)
    .filter((text) => text !== "");
