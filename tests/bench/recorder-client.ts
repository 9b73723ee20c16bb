import { connect, type Socket } from "node:net";

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

/** How an answer is delimited, read from its head. */
interface Framing {
  readonly status: number;
  readonly bodyAt: number;
  /** `undefined` for a chunked body. */
  readonly length: number | undefined;
}

/** A kept HTTP/1.1 connection with one request at a time: as little of HTTP as two servers can be compared with. */
export class KeptClient {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer[] = [];
  #size = 0;
  #waiting: { readonly resolve: (body: Buffer) => void; readonly reject: (error: Error) => void } | undefined;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}) {
    const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}`);
    this.#head = `HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
    this.#socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#waiting?.reject(error));
    this.#socket.on("close", () => this.#waiting?.reject(new Error("The server closed the connection")));
  }

  /** The body of the answer, as it came over the wire; rejects when it is not 200. */
  get(resource: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`GET ${resource} ${this.#head}`);
    });
  }

  /** The same, as JSON. */
  async json(resource: string): Promise<unknown> {
    return JSON.parse(joinChunks(await this.get(resource)));
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    const answer = this.#received.length === 1 ? chunk : Buffer.concat(this.#received, this.#size);
    this.#received = [answer];
    const framing = framingOf(answer);
    if (!framing || !isWhole(answer, framing)) return;
    this.#received = [];
    this.#size = 0;
    const body = answer.subarray(framing.bodyAt);
    if (framing.status === 200) this.#waiting?.resolve(body);
    else this.#waiting?.reject(new Error(`The server answered ${framing.status}: ${body.toString("utf8", 0, 300)}`));
  }
}

function framingOf(answer: Buffer): Framing | undefined {
  const end = answer.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = answer.toString("latin1", 0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return {
    status: Number(head.slice(9, 12)),
    bodyAt: end + headEnd.length,
    length: length === undefined ? undefined : Number(length),
  };
}

function isWhole(answer: Buffer, { bodyAt, length }: Framing): boolean {
  if (length !== undefined) return answer.length >= bodyAt + length;
  return answer.length > bodyAt + lastChunk.length && answer.subarray(-lastChunk.length).equals(lastChunk);
}

/** The text of a body that may be in chunks: RFC 9112, section 7.1. No JSON begins like a chunk. */
function joinChunks(body: Buffer): string {
  if (!/^[0-9a-f]+\r\n/i.test(body.toString("latin1", 0, 16))) return body.toString("utf8");
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + size + 4;
  }
  return Buffer.concat(parts).toString("utf8");
}
