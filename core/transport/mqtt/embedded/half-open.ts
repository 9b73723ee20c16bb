import type { Socket } from "node:net";

/** Connections that have not logged in yet. Of too many, the one that has waited longest goes. */
export class HalfOpen {
  readonly #most: number;
  readonly #sockets = new Set<Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.delete(socket));
    if (this.#sockets.size <= this.#most) return;
    const [oldest] = this.#sockets;
    oldest?.destroy();
  }

  /** It has logged in, or is gone. */
  delete(socket: Socket): void {
    this.#sockets.delete(socket);
  }

  /** Ends them all. */
  clear(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
