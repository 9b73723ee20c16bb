import { html } from "lit";
import { t } from "../text/t.ts";
import type { PageRoute } from "./page-route.ts";

/** The list of alerts, its sections, and one alert. */
export const alertRoutes: readonly PageRoute[] = [
  {
    path: "/alerts",
    title: () => t("alerts.title"),
    load: () => import("../pages/alerts/alerts-page.ts"),
    render: () => html`<hl-alerts-page data-page .locationQuery=${location.search}></hl-alerts-page>`,
  },
  {
    path: "/alerts/silences",
    title: () => t("alerts.page_title", { section: t("alerts.silences") }),
    load: () => import("../pages/alerts/silences-page.ts"),
    render: () => html`<hl-silences-page data-page></hl-silences-page>`,
  },
  {
    path: "/alerts/rules",
    title: () => t("alerts.page_title", { section: t("alerts.rules") }),
    load: () => import("../pages/alerts/rules/rules-page.ts"),
    render: () => html`<hl-rules-page data-page></hl-rules-page>`,
  },
  {
    path: "/alerts/:id",
    title: () => t("alert.title"),
    load: () => import("../pages/alerts/alert-page.ts"),
    render: ({ id = "" }) => html`<hl-alert-page data-page .alertId=${id}></hl-alert-page>`,
  },
];
