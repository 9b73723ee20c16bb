import { connect, type Socket } from "node:net";

const headEnd = "\r\n\r\n";

/** What a connection tells its owner. */
export interface ConnectionEvents {
  /** The answer to the request that was sent last has arrived as a whole. */
  readonly answered: (connection: RawConnection, status: number) => void;
  /** It ended, with or without an answer. */
  readonly closed: (connection: RawConnection) => void;
}

/** A kept HTTP connection with one request at a time; only as much of HTTP as a load needs, so that it costs next to nothing. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #received = "";
  #wanted = 0;
  /** When its request was sent, or was due, on the clock of the load. */
  since = 0;
  isWaiting = false;

  constructor(url: URL, events: ConnectionEvents) {
    this.#events = events;
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#receive(text));
    this.#socket.on("error", () => {});
    this.#socket.once("close", () => events.closed(this));
  }

  send(request: Buffer, since: number): void {
    this.since = since;
    this.isWaiting = true;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    if (this.#wanted === 0) this.#wanted = lengthOf(this.#received);
    if (this.#wanted === 0 || this.#received.length < this.#wanted) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = "";
    this.#wanted = 0;
    this.isWaiting = false;
    this.#events.answered(this, status);
  }
}

/** Length of the whole answer, in bytes; 0 while its head is not complete. */
function lengthOf(received: string): number {
  const end = received.indexOf(headEnd);
  if (end < 0) return 0;
  const [, length = "0"] = /content-length: (\d+)/i.exec(received) ?? [];
  return end + headEnd.length + Number(length);
}
