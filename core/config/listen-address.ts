import { isIPv6 } from "node:net";
import { StartError } from "../errors.ts";

/** Where the hub's HTTP server listens. */
export interface ListenAddress {
  /** A host name or an IP address, IPv6 without brackets. */
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
}

/** Reads `host:port`; IPv6 hosts stand in brackets. `undefined` when the text is something else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[A-Za-z0-9._-]+)):(?<port>\d{1,5})$/.exec(text);
  const { v6, name, port } = match?.groups ?? {};
  const host = name ?? v6;
  if (host === undefined || Number(port) > 65_535) return undefined;
  if (v6 !== undefined && !isIPv6(v6)) return undefined;
  return { host, port: Number(port) };
}

/** The same for a text that has to be one. Throws a `StartError` that says what is allowed. */
export function requireListenAddress(text: string): ListenAddress {
  const address = parseListenAddress(text);
  if (address) return address;
  throw new StartError(`The address to listen on must be ${listenAddressForm}, but is ${JSON.stringify(text)}`, {
    exitCode: 2,
  });
}

/** An address as a configuration file would say it. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** How a listen address is written, to stand after "must be". */
export const listenAddressForm = 'host:port, such as "0.0.0.0:8080" or "[::1]:8080"';
