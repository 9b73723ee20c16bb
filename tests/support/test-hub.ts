import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HubClock } from "../../core/clock/hub-clock.ts";
import { SystemClock } from "../../core/clock/system-clock.ts";
import { readEnvironment } from "../../core/config/environment.ts";
import type { RootLogger } from "../../core/log/logger.ts";
import { Platform, type PlatformOptions } from "../../core/platform.ts";
import { LogSpy } from "./log-spy.ts";

/** The admin key of every test hub. */
export const testKey = "test-admin-key-0123456789";

const root = path.resolve(import.meta.dirname, "../..");

/** What a test may choose. By default: an empty folder, any free port, no local agent, real time. */
export interface TestHubOptions {
  readonly clock?: HubClock;
  readonly dataFolder?: string;
  /** Text of config.yaml. */
  readonly config?: string;
  readonly log?: RootLogger;
  /** `host:port`. */
  readonly listen?: string;
  /** Variables of the environment more. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Prepares the data folder before the hub starts. */
  readonly prepare?: (dataFolder: string) => Promise<void>;
  readonly wrapContext?: PlatformOptions["wrapContext"];
}

/** An answer of the API: status, and the body as JSON where it is JSON. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

const withoutLocalAgent = "integrations:\n  agent:\n    local: false\n";

/** A whole hub in the test's own process, on a real database and a real port of the loopback address. */
export class TestHub {
  readonly platform: Platform;
  readonly dataFolder: string;
  readonly log: LogSpy | RootLogger;

  private constructor(platform: Platform, dataFolder: string, log: LogSpy | RootLogger) {
    this.platform = platform;
    this.dataFolder = dataFolder;
    this.log = log;
  }

  static async start(options: TestHubOptions = {}): Promise<TestHub> {
    const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), "homelabcmd-")));
    const configFile = path.join(dataFolder, "config.yaml");
    await writeFile(configFile, options.config ?? withoutLocalAgent);
    await options.prepare?.(dataFolder);
    const environment = readEnvironment({
      ...options.variables,
      HOMELABCMD_CONFIG: configFile,
      HOMELABCMD_DATA: dataFolder,
      HOMELABCMD_LISTEN: options.listen ?? "127.0.0.1:0",
      HOMELABCMD_API_KEY: testKey,
    });
    const log = options.log ?? new LogSpy();
    const platform = await Platform.start({
      environment,
      root,
      clock: options.clock ?? new SystemClock(),
      log,
      ...(options.wrapContext ? { wrapContext: options.wrapContext } : {}),
    });
    return new TestHub(platform, dataFolder, log);
  }

  get url(): string {
    return this.platform.welcome.url;
  }

  /** Calls the API below `/api/v1`, as admin unless other headers are given. */
  async call<Body = Record<string, unknown>>(
    method: string,
    resource: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { "X-API-Key": testKey },
  ): Promise<ApiAnswer<Body>> {
    const response = await fetch(`${this.url}/api/v1${resource}`, {
      method,
      headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : (text as Body) };
  }

  /** Stops the hub and keeps its folder, so that another can start on it. */
  stop(): Promise<void> {
    return this.platform.stop();
  }

  /** Stops the hub and removes its folder. */
  async remove(): Promise<void> {
    await this.platform.stop();
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}
