import type { IncomingMessage } from "node:http";

/** How browsers reach the hub. */
export interface Site {
  /** `/homelab`, or empty at the root. */
  readonly basePath: string;
  /** Where the hub is reached from elsewhere, as configured. */
  readonly publicUrl: string | null;
  /** Whether the browser's own connection is encrypted. */
  isSecure(message: IncomingMessage): boolean;
}

/** The address of the dashboard as the sender of a request sees it, without a slash at its end. */
export function urlOf({ basePath, publicUrl, isSecure }: Site, message: IncomingMessage): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, "");
  return `${isSecure(message) ? "https" : "http"}://${message.headers.host ?? "localhost"}${basePath}`;
}
