import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Answer, apiHeaders } from "./answer.ts";

/** A body that is sent while it is made, for what is too large to be held in memory. A handler returns it in place of data. */
export class StreamedBody {
  /** `text/csv; charset=utf-8`. */
  readonly contentType: string;
  /** Is asked for the next piece when the client has taken the ones before, and told to return when the client has gone. */
  readonly pieces: AsyncIterable<string | Uint8Array>;

  constructor(contentType: string, pieces: AsyncIterable<string | Uint8Array>) {
    this.contentType = contentType;
    this.pieces = pieces;
  }
}

/**
 * Sends a streamed body. What fails before the first piece is thrown, and can still be answered as any error; what fails later is
 * thrown too, but the connection is cut, so that nobody takes a part for the whole. A client that goes ends it without an error.
 */
export async function sendStream(response: ServerResponse, answer: Answer, body: StreamedBody): Promise<void> {
  const iterator = body.pieces[Symbol.asyncIterator]();
  try {
    const isWanted = response.req.method !== "HEAD";
    const first = isWanted ? await iterator.next() : undefined;
    if (response.destroyed) return;
    response.writeHead(answer.status, {
      ...apiHeaders,
      "Content-Type": body.contentType,
      ...answer.headers,
    });
    if (!first) return void response.end();
    await pipeline(Readable.from(from(first, iterator), { objectMode: false }), response);
  } catch (error) {
    if (!hasGone(error)) throw error;
  } finally {
    await iterator.return?.();
  }
}

async function* from<Piece>(first: IteratorResult<Piece>, iterator: AsyncIterator<Piece>) {
  for (let step = first; !step.done; step = await iterator.next()) yield step.value;
}

function hasGone(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE";
}
