/** An HTTP response, read to its end. */
export interface HttpResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether the connection may carry another request. */
  readonly keepsConnection: boolean;
}

type Head = Omit<HttpResponse, "body" | "keepsConnection"> & { readonly isLatest: boolean };

const mostHeadBytes = 64 * 1024;
/** A chunk costs memory whatever its size, and servers make them of kilobytes. */
const mostChunks = 65_536;

/** Puts a response together from what a server sends; HTTP/1.1 (RFC 9112). */
export class HttpResponseReader {
  readonly #mostBytes: number;
  /** What has come and is not understood yet. */
  #bytes = Buffer.alloc(0);
  #lines: string[] = [];
  #lineBytes = 0;
  #head: Head | null = null;
  readonly #body: Uint8Array[] = [];
  #bodyBytes = 0;
  /** How many bytes of the present chunk, or of the whole body, are still to come. */
  #remaining = 0;
  #chunks = 0;
  #isLastChunk = false;

  /** The body may have so many bytes. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Takes what came; the answer when that completes it. Throws when it is no HTTP, or too long. */
  read(chunk: Uint8Array): HttpResponse | null {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#head === null) {
      const line = this.#takeLine();
      if (line === null) return null;
      this.#readHeadLine(line);
    }
    return this.#isBodyComplete(this.#head) ? this.#answer(this.#head) : null;
  }

  /** The server has closed the connection: the answer, where that is how it says that it is complete. */
  end(): HttpResponse | null {
    return this.#head !== null && this.#remaining === Number.POSITIVE_INFINITY ? this.#answer(this.#head) : null;
  }

  #readHeadLine(line: string): void {
    if (line !== "") {
      this.#lines.push(line);
      return;
    }
    const head = parseHead(this.#lines);
    this.#lines = [];
    // 100 Continue and its like: the answer itself follows.
    if (head.status < 200) return;
    this.#head = head;
    this.#remaining = isChunked(head) ? 0 : bodyBytes(head);
  }

  #isBodyComplete(head: Head): boolean {
    for (;;) {
      this.#takeBody();
      if (this.#remaining > 0) return false;
      if (!isChunked(head)) return true;
      const line = this.#takeLine();
      if (line === null) return false;
      if (line === "" && this.#isLastChunk) return true;
      // After a chunk comes an empty line, after the last one trailers, which nobody wants.
      if (line !== "" && !this.#isLastChunk) this.#beginChunk(line);
    }
  }

  #beginChunk(line: string): void {
    const [, size] = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line) ?? [];
    if (size === undefined) throw new Error("the answer is cut into chunks that are none");
    this.#chunks++;
    if (this.#chunks > mostChunks) throw new Error("the answer is cut into too many chunks");
    this.#remaining = Number.parseInt(size, 16);
    this.#isLastChunk = this.#remaining === 0;
    this.#lineBytes = 0;
  }

  #takeBody(): void {
    const part = this.#bytes.subarray(0, Math.min(this.#remaining, this.#bytes.length));
    if (part.length === 0) return;
    this.#bytes = this.#bytes.subarray(part.length);
    this.#remaining -= part.length;
    this.#body.push(part);
    this.#bodyBytes += part.length;
    if (this.#bodyBytes > this.#mostBytes) throw new Error(`the answer has more than ${this.#mostBytes} bytes`);
  }

  /** The next line without its end; `null` while it is not complete. */
  #takeLine(): string | null {
    const end = this.#bytes.indexOf("\r\n");
    if (this.#lineBytes + Math.max(end, this.#bytes.length * Number(end < 0)) > mostHeadBytes) {
      throw new Error("the answer has a head without end");
    }
    if (end < 0) return null;
    const line = this.#bytes.toString("latin1", 0, end);
    this.#bytes = this.#bytes.subarray(end + 2);
    this.#lineBytes += end + 2;
    return line;
  }

  #answer({ status, headers, isLatest }: Head): HttpResponse {
    const isDelimited = this.#remaining === 0 && this.#bytes.length === 0;
    const keepsConnection = isLatest && isDelimited && !/\bclose\b/.test((headers["connection"] ?? "").toLowerCase());
    return { status, headers, body: Buffer.concat(this.#body), keepsConnection };
  }
}

function parseHead([first = "", ...lines]: readonly string[]): Head {
  const [, minor, status] = /^HTTP\/1\.(\d) (\d{3})(?: |$)/.exec(first) ?? [];
  if (status === undefined) throw new Error("what answers is not a web server");
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key !== "") headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return { status: Number(status), headers, isLatest: minor === "1" };
}

function isChunked({ headers }: Head): boolean {
  return /\bchunked$/.test((headers["transfer-encoding"] ?? "").toLowerCase());
}

/** Without a length the body ends with the connection (RFC 9112, 6.3). */
function bodyBytes({ status, headers }: Head): number {
  if (status === 204 || status === 304) return 0;
  const length = headers["content-length"];
  if (length === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,15}$/.test(length)) throw new Error("the answer has a length that is none");
  return Number(length);
}
