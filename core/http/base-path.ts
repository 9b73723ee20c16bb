/**
 * The address within the hub of a request's URL. The hub answers below its base path, for proxies that pass the path on, and
 * without it too, for proxies that take it off and for the agents of the own network.
 */
export function withoutBasePath(url: string, basePath: string): string {
  if (basePath === "" || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest.startsWith("/")) return rest;
  return rest === "" || rest.startsWith("?") ? `/${rest}` : url;
}
