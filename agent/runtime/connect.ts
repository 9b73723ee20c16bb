import type { Socket } from "node:net";
import { nodeModule } from "./node-modules.ts";

/** The other end of a connection over TCP. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  /** Text of a PEM file: who signed the other end's certificate. Without, whom Node trusts. */
  readonly ca?: string | null;
}

/** Opens a connection; that it cannot be had is told by its `error`. TLS takes 2 MB, so it is loaded only where it is used. */
export function connect({ host, port, isEncrypted, ca = null }: Peer): Socket {
  if (!isEncrypted) return nodeModule("node:net").connect({ host, port });
  const isName = !/^[\d.]+$|:/.test(host);
  const { connect: connectEncrypted } = nodeModule("node:tls");
  return connectEncrypted({ host, port, ...(isName ? { servername: host } : {}), ...(ca === null ? {} : { ca }) });
}

/** The web server that a URL names. */
export function webServerOf(url: URL): Peer {
  const isEncrypted = url.protocol === "https:";
  return { host: hostOf(url), port: Number(url.port) || (isEncrypted ? 443 : 80), isEncrypted };
}

/** The host of a URL as a connection takes it: without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
