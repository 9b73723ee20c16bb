import path from "node:path";
import { Authenticator } from "../../core/auth/authenticator.ts";
import { hashSecret } from "../../core/auth/secrets.ts";
import { Sessions } from "../../core/auth/sessions.ts";
import { contextRooms } from "../../core/composition/context-rooms.ts";
import type { Ground } from "../../core/composition/ground.ts";
import { loadConfig } from "../../core/config/load.ts";
import { composeHub } from "../../core/container.ts";
import { LiveStream } from "../../core/http/live/live.ts";
import { HttpServer } from "../../core/http/server.ts";
import type { ContextRooms } from "../../core/integrations/context.ts";
import type { Scope } from "../../core/sdk/index.ts";
import { EntityRegistry } from "../../core/states/entity-registry.ts";
import { FakeClock } from "./fake-clock.ts";
import { LogSpy } from "./log-spy.ts";
import { TestDatabase } from "./test-database.ts";

/** What a test may choose. By default there is no dashboard, and no proxy is trusted. */
export interface TestRoomsOptions {
  readonly clock?: FakeClock;
  readonly dashboardFolder?: string;
  readonly trustedProxies?: readonly string[];
}

/** The rooms of a hub, on a real database and fake time, without anything running in them. */
export class TestRooms {
  readonly store: TestDatabase;
  readonly clock: FakeClock;
  readonly log: LogSpy;
  readonly sessions: Sessions;
  readonly authenticator: Authenticator;
  readonly live: LiveStream;
  readonly server: HttpServer;
  /** What integrations reach through their context. */
  readonly rooms: ContextRooms;
  readonly #options: TestRoomsOptions;

  private constructor(store: TestDatabase, options: TestRoomsOptions) {
    this.store = store;
    this.clock = options.clock ?? new FakeClock();
    this.log = new LogSpy();
    this.#options = options;
    const ground = groundOf(this, options);
    const hub = composeHub(ground);
    this.sessions = hub.resolve(Sessions);
    this.authenticator = hub.resolve(Authenticator);
    this.live = hub.resolve(LiveStream);
    this.server = hub.resolve(HttpServer);
    const localUrl = "http://127.0.0.1:8080";
    const places = { localUrl, timeZone: "UTC", networkUrls: [], tlsCertificate: null, agentBundle: "/none" };
    const facts = { version: "0.1.0", container: null, ...places };
    this.rooms = contextRooms(
      ground,
      (token) => hub.resolve(token),
      () => facts,
    );
  }

  static async open(options: TestRoomsOptions = {}): Promise<TestRooms> {
    return new TestRooms(await TestDatabase.open(), options);
  }

  /** What a new hub knows of the entities on the same folder. This one is of no use then. */
  async restart(): Promise<TestRooms> {
    const rooms = new TestRooms(await this.store.restart(), { ...this.#options, clock: this.clock });
    if (rooms.rooms.entities instanceof EntityRegistry) await rooms.rooms.entities.load();
    return rooms;
  }

  /** Makes a key of each scope and returns the header that shows it: `headers.viewer`. */
  async addKeys() {
    const scopes = ["viewer", "operator", "admin", "agent"] as const;
    const secretOf = (scope: Scope) => `key-of-${scope}`;
    const rows = scopes.map((scope) => ({ name: scope, scope, hash: hashSecret(secretOf(scope)), createdAt: 0 }));
    await this.store.tables.apiKey.bulkCreate(rows);
    await this.rooms.keys.load(undefined);
    const headerOf = (scope: Scope) => ({ "X-API-Key": secretOf(scope) });
    const [viewer, operator, admin, agent] = [
      headerOf("viewer"),
      headerOf("operator"),
      headerOf("admin"),
      headerOf("agent"),
    ];
    return { viewer, operator, admin, agent };
  }

  remove(): Promise<void> {
    return this.store.remove();
  }
}

function groundOf(house: Pick<TestRooms, "store" | "clock" | "log">, options: TestRoomsOptions): Ground {
  const { folder, database } = house.store;
  const config = loadConfig({ path: path.join(folder, "none.yaml"), knownIntegrations: [] });
  const { dashboardFolder = "/none", trustedProxies = [] } = options;
  const started = { config, blocks: new Map(), schemas: new Map(), problems: [] };
  return {
    configuration: { started, options: { path: config.source.file, knownIntegrations: [] }, integrations: [] },
    settings: {
      config: { ...config, hub: { ...config.hub, trustedProxies } },
      version: "0.1.0",
      startedAt: house.clock.now(),
      dataFolder: folder,
      dashboardFolder,
      apiPagesFolder: "/none",
      agentBundle: "/none",
      container: null,
    },
    progress: { port: 0, isReady: true },
    clock: house.clock,
    log: house.log,
    database,
  };
}
