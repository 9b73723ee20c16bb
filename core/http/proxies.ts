import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";

/** Reads what trusted proxies say of the clients behind them; what others say of themselves is not believed. */
export class Proxies {
  readonly #isTrusted: (address: string, hop: number) => boolean;

  /** `trusted` are addresses and networks (CIDR). */
  constructor(trusted: readonly string[]) {
    this.#isTrusted = proxyAddress.compile([...trusted]);
  }

  /** The client's address. */
  readonly addressOf = (message: IncomingMessage): string =>
    proxyAddress(message, this.#isTrusted)?.replace(/^::ffff:(?=\d+\.)/, "") ?? "unknown";

  /** Whether the client's own connection is encrypted, as far as the first proxy. */
  readonly isSecure = (message: IncomingMessage): boolean => {
    if ("encrypted" in message.socket) return true;
    const isFromProxy = this.#isTrusted(message.socket.remoteAddress ?? "", 0);
    return isFromProxy && String(message.headers["x-forwarded-proto"]).split(",")[0]?.trim() === "https";
  };
}
