import http, { type IncomingHttpHeaders } from "node:http";

/** A request exactly as it is to go over the wire: nothing in its path is tidied up. */
export interface RawRequest {
  readonly port: number;
  /** Default: GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One text goes with its length; several go in chunks, without one. */
  readonly body?: string | readonly string[];
}

/** An answer, read to its end. A JSON body is parsed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Sends a request on a connection of its own. */
export function rawRequest({ port, method = "GET", path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, path, headers, agent: false });
    request.once("error", reject);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const isJson = response.headers["content-type"]?.startsWith("application/json") ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: isJson && text !== "" ? JSON.parse(text) : text,
        });
      });
    });
    if (typeof body === "string") request.setHeader("Content-Length", Buffer.byteLength(body));
    else if (body) request.setHeader("Transfer-Encoding", "chunked");
    for (const chunk of typeof body === "string" ? [body] : (body ?? [])) request.write(chunk);
    request.end();
  });
}
