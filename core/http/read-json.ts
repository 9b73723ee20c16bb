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

/** Leaves no listener behind: a request lives until it is answered, and would hold its body for as long. */
function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else {
        request.pause();
        reject(tooLarge(maxBytes));
      }
    };
    const end = () => {
      leave();
      const [only] = chunks;
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString("utf8"));
    };
    const fail = (error?: Error) => {
      leave();
      reject(cutOff(error));
    };
    const leave = () => request.off("data", take).off("end", end).off("error", fail).off("close", fail);
    request.on("data", take).on("end", end).on("error", fail).on("close", fail);
  });
}

function tooLarge(maxBytes: number): PlatformError {
  return new PlatformError("PAYLOAD_TOO_LARGE", `The body is larger than ${maxBytes} bytes; send it in parts`);
}

function cutOff(cause?: unknown): PlatformError {
  return new PlatformError("BAD_REQUEST", "The connection ended before the body was complete", { cause });
}
