import { createContext } from "@lit/context";
import type { AlertStore } from "./alert-store.ts";
import type { ApiClient } from "./api-client.ts";
import type { BrowserNotices } from "./browser-notices.ts";
import type { ConnectionStatus } from "./live-client.ts";
import type { Observable } from "./observable.ts";
import type { Session } from "./session.ts";
import type { Theme } from "./theme.ts";

/** The hub's API, for pages. Cards use the contexts of `frontend/sdk`. */
export const apiContext = createContext<ApiClient>(Symbol("api"));

/** Who is logged in. */
export const sessionContext = createContext<Session>(Symbol("session"));

/** The alerts that are not resolved. Most elements use `AlertsController` instead. */
export const alertsContext = createContext<AlertStore>(Symbol("alerts"));

/** Whether new alerts are shown as notices of the user's system. */
export const noticesContext = createContext<BrowserNotices>(Symbol("notices"));

/** How the live stream is doing. */
export const connectionContext = createContext<Observable<ConnectionStatus>>(Symbol("connection"));

/** The look that the user chose. */
export const themeContext = createContext<Theme>(Symbol("theme"));
