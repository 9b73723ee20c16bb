/** Below which path the hub lives: `/homelab`, or empty at the root. The page's `<base>` says so. */
export const basePath = new URL(document.baseURI).pathname.replace(/\/[^/]*$/, "");

/** The address of a path within the dashboard, as links and the history need it: `/homelab/machines/nas` for `/machines/nas`. */
export function addressOf(path: string): string {
  return `${basePath}${path}`;
}

/** The path within the dashboard that an address means. */
export function pathOf(address: string): string {
  const isBelow = address === basePath || address.startsWith(`${basePath}/`);
  return isBelow ? address.slice(basePath.length) || "/" : address;
}

/** Who reached the hub past its proxy is not below the base path yet. */
export function enterBasePath(): void {
  const { pathname, search, hash } = location;
  const address = addressOf(pathOf(pathname));
  if (address !== pathname) history.replaceState(null, "", `${address}${search}${hash}`);
}
