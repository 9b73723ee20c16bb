/** Below `/servers` is the same router as below `/machines`, for clients from when it was called so. */
const current = "/machines";
const old = "/servers";

/** When the old name became the old one, as RFC 9745 writes it: 2026-01-01, in Unix seconds. */
const deprecatedSince = "@1767225600";

/** The path that answers a path as it was called: for one below the old name the one below the new name, else itself. */
export function currentPath(path: string): string {
  return isOldPath(path) ? current + path.slice(old.length) : path;
}

/** What a path was called before; `undefined` for one that always had its name. */
export function oldPathOf(path: string): string | undefined {
  return isBelow(current, path) ? old + path.slice(current.length) : undefined;
}

/** Whether a path goes by its old name. */
export function isOldPath(path: string): boolean {
  return isBelow(old, path);
}

/**
 * Headers of every answer under an old path: that it is deprecated (RFC 9745) and where the new one is (RFC 8288), relative to the old
 * one, since only the client knows how it came through a proxy.
 */
export function deprecationHeaders(path: string): Readonly<Record<string, string>> {
  const up = "../".repeat(path.split("/").length - 2);
  const target = encodeURI(currentPath(path).slice(1)).replaceAll("%25", "%");
  return { Deprecation: deprecatedSince, Link: `<${up}${target}>; rel="successor-version"` };
}

function isBelow(name: string, path: string): boolean {
  return path.startsWith(name) && (path.length === name.length || path[name.length] === "/");
}
