import { html } from "lit";
import { type PlainTextKey, t } from "../text/t.ts";
import type { PageRoute } from "./page-route.ts";

const agents = {
  title: () => titleOf("settings.agents"),
  load: () => import("../pages/settings/agents/agents-page.ts"),
  render: () => html`<hl-agents-page data-page .locationQuery=${location.search}></hl-agents-page>`,
} as const satisfies Omit<PageRoute, "path">;

/** The sections of the settings. The first one is also what `/settings` shows. */
export const settingsRoutes: readonly PageRoute[] = [
  { ...agents, path: "/settings" },
  { ...agents, path: "/settings/agents" },
  {
    path: "/settings/enrolment",
    title: () => titleOf("settings.enrolment"),
    load: () => import("../pages/settings/enrolment/enrolment-page.ts"),
    render: () => html`<hl-enrolment-page data-page></hl-enrolment-page>`,
  },
  {
    path: "/settings/notifications",
    title: () => titleOf("settings.notifications"),
    load: () => import("../pages/settings/notifications/notifications-page.ts"),
    render: () => html`<hl-notifications-page data-page></hl-notifications-page>`,
  },
  {
    path: "/settings/keys",
    title: () => titleOf("settings.keys"),
    load: () => import("../pages/settings/keys/keys-page.ts"),
    render: () => html`<hl-keys-page data-page></hl-keys-page>`,
  },
  {
    path: "/settings/mqtt",
    title: () => titleOf("settings.mqtt"),
    load: () => import("../pages/settings/mqtt/mqtt-page.ts"),
    render: () => html`<hl-mqtt-page data-page></hl-mqtt-page>`,
  },
  {
    path: "/settings/backup",
    title: () => titleOf("settings.backup"),
    load: () => import("../pages/settings/backup/backup-page.ts"),
    render: () => html`<hl-backup-page data-page></hl-backup-page>`,
  },
];

function titleOf(section: PlainTextKey): string {
  return t("settings.page_title", { section: t(section) });
}
