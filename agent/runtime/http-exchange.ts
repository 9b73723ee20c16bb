import type { ClientRequest, IncomingHttpHeaders } from "node:http";

/** An HTTP response, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The other end had closed a kept connection before it saw the request. */
export class StaleConnection extends Error {}

/** Sends a request and reads its response, which may have so many bytes. */
export function exchange(request: ClientRequest, body: string, mostBytes: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    request.on("error", (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && error.code === "ECONNRESET";
      reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > mostBytes) response.destroy(new Error(`the answer has more than ${mostBytes} bytes`));
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    request.end(body);
  });
}
