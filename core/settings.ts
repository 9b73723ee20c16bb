import { networkInterfaces } from "node:os";
import type { HubConfig } from "./config/load.ts";
import type { HubFacts } from "./sdk/index.ts";

/** What is fixed for one run of the hub: read once, at its start. */
export interface RunSettings {
  readonly config: HubConfig;
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** The folder of everything that the hub writes, as an absolute path. */
  readonly dataFolder: string;
  /** Where the built dashboard lies. */
  readonly dashboardFolder: string;
  /** Where the build left Swagger UI and ReDoc. */
  readonly apiPagesFolder: string;
  readonly agentBundle: string;
  /** See `HubFacts`. */
  readonly container: string | null;
}

/** What becomes known while the hub starts. */
export interface RunProgress {
  /** The port that the server got; 0 before it listens. */
  port: number;
  /** True once every integration had its first try. */
  isReady: boolean;
}

/** What integrations may know of this run. */
export function hubFacts(settings: RunSettings, progress: RunProgress): Omit<HubFacts, "dataFolder"> {
  const { version, agentBundle, container, config } = settings;
  const { listen } = config.hub;
  return {
    version,
    agentBundle,
    container,
    timeZone: config.hub.timeZone,
    localUrl: localUrl(listen.host, progress.port),
    networkUrls: servedUrls(networkUrls(listen.host, progress.port), config),
    tlsCertificate: config.hub.tls?.cert ?? null,
  };
}

/** Addresses with the scheme and the base path that the hub is served with. */
export function servedUrls(urls: readonly string[], { hub: { tls, basePath } }: HubConfig): readonly string[] {
  return urls.map((url) => `${tls ? url.replace("http:", "https:") : url}${basePath}`);
}

/** The hub's addresses for other machines: where it listens everywhere, one for each IPv4 address of this machine. */
export function networkUrls(host: string, port: number): readonly string[] {
  if (!isEverywhere(host)) return [];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => `http://${address}:${port}`);
}

function isEverywhere(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** The hub's address for programs on its own machine. */
export function localUrl(host: string, port: number): string {
  const reachable = isEverywhere(host) ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
