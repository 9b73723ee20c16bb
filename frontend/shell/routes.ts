import { html } from "lit";
import { t } from "../text/t.ts";
import { alertRoutes } from "./alert-routes.ts";
import type { PageRoute } from "./page-route.ts";
import { settingsRoutes } from "./settings-routes.ts";

/** Every page, each in a bundle of its own. The last one is drawn for addresses that are none. */
export const pageRoutes: readonly PageRoute[] = [
  {
    path: "/",
    title: () => t("overview.title"),
    load: () => import("../pages/overview/overview-page.ts"),
    render: () => html`<hl-overview-page data-page .locationQuery=${location.search}></hl-overview-page>`,
  },
  {
    path: "/machines/:id",
    title: () => t("machine.title"),
    load: () => import("../pages/machine/machine-page.ts"),
    render: ({ id = "" }) => html`<hl-machine-page data-page .machineId=${id}></hl-machine-page>`,
  },
  {
    path: "/add-machine",
    title: () => t("add_machine.title"),
    load: () => import("../pages/add-machine/add-machine-page.ts"),
    render: () => html`<hl-add-machine-page data-page></hl-add-machine-page>`,
  },
  {
    path: "/integrations",
    title: () => t("integrations.title"),
    load: () => import("../pages/integrations/integrations-page.ts"),
    render: () => html`<hl-integrations-page data-page></hl-integrations-page>`,
  },
  ...alertRoutes,
  ...settingsRoutes,
  {
    path: "/*",
    title: () => t("missing.title"),
    load: () => import("../pages/missing-page.ts"),
    render: () => html`<hl-missing-page data-page .path=${location.pathname}></hl-missing-page>`,
  },
];
