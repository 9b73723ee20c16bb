import { Proxies } from "../http/proxies.ts";
import type { Site } from "../http/site.ts";
import type { RunSettings } from "../settings.ts";

/** Where and how the hub is reached. */
export function siteOf({ config }: RunSettings): Site {
  const { basePath, publicUrl, trustedProxies } = config.hub;
  return { basePath, publicUrl, isSecure: new Proxies(trustedProxies).isSecure };
}
