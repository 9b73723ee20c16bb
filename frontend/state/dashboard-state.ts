import type { Clock } from "../../core/sdk/index.ts";
import { AlertStore } from "./alert-store.ts";
import { ApiClient } from "./api-client.ts";
import { BrowserNotices, type NoticeSystem } from "./browser-notices.ts";
import { EntityStore } from "./entity-store.ts";
import { EventFeed } from "./event-feed.ts";
import { HistoryClient } from "./history-client.ts";
import { HubTime } from "./hub-time.ts";
import { LiveSync } from "./live-sync.ts";
import { MachineStore } from "./machine-store.ts";
import { Session } from "./session.ts";
import { Theme } from "./theme.ts";

/** What the dashboard needs of the browser. */
export interface BrowserEnvironment {
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly random: () => number;
  readonly nextFrame: (task: () => void) => void;
  readonly root: HTMLElement;
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  readonly notices: {
    readonly system: NoticeSystem | undefined;
    readonly isSecure: boolean;
    readonly open: (address: string) => void;
  };
}

/** Everything that the dashboard knows, in its parts. The app hands each part on through its own context. */
export interface DashboardState {
  readonly api: ApiClient;
  readonly session: Session;
  readonly entities: EntityStore;
  readonly machines: MachineStore;
  readonly alerts: AlertStore;
  readonly notices: BrowserNotices;
  readonly history: HistoryClient;
  readonly hubTime: HubTime;
  readonly live: LiveSync;
  readonly theme: Theme;
}

/** Puts the parts together. Nothing runs until the app is connected. */
export function createDashboardState(environment: BrowserEnvironment): DashboardState {
  const { fetch, clock, random, nextFrame, storage } = environment;
  const expire = () => session.expired();
  const api = new ApiClient(fetch, expire);
  const session = new Session(api);
  const entities: EntityStore = new EntityStore(nextFrame, () => live.settle());
  const machines = new MachineStore(nextFrame);
  const feed: EventFeed = new EventFeed(() => live.settle());
  const alerts = new AlertStore({ api, feed, clock, nextFrame });
  const notices = new BrowserNotices({ ...environment.notices, alerts, storage });
  const hubTime = new HubTime(clock.now);
  const live = new LiveSync({ fetch, clock, random, entities, machines, feed, hubTime, onUnauthorized: expire });
  const history = new HistoryClient(api, live.gaps);
  const theme = new Theme(environment.root, storage);
  return { api, session, entities, machines, alerts, notices, history, hubTime, live, theme };
}
