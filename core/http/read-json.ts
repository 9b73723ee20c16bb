import type { IncomingMessage } from "node:http";
import { PlatformError } from "../errors.ts";

/**
 * Reads a request's JSON body. Throws `PAYLOAD_TOO_LARGE` as soon as it is too long, `BAD_REQUEST` when it is not JSON or was cut
 * off. An empty body is `undefined`.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = request.headers["content-type"];
  if (Number(request.headers["content-length"]) > maxBytes) throw tooLarge(maxBytes);
  const text = await readText(request, maxBytes);
  if (text === "") return undefined;
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new PlatformError("BAD_REQUEST", `The body is ${type}; send JSON with Content-Type: application/json`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "syntax error";
    throw new PlatformError("BAD_REQUEST", `The body is not valid JSON: ${reason}`, { cause: error });
  }
}

function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isComplete = false;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else {
        request.pause();
        reject(tooLarge(maxBytes));
      }
    });
    request.once("end", () => {
      isComplete = true;
      const [only] = chunks;
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString("utf8"));
    });
    request.once("error", (error) => reject(cutOff(error)));
    request.once("close", () => {
      // An error is dear to make, and every request closes.
      if (!isComplete) reject(cutOff());
    });
  });
}

function tooLarge(maxBytes: number): PlatformError {
  return new PlatformError("PAYLOAD_TOO_LARGE", `The body is larger than ${maxBytes} bytes; send it in parts`);
}

function cutOff(cause?: unknown): PlatformError {
  return new PlatformError("BAD_REQUEST", "The connection ended before the body was complete", { cause });
}
