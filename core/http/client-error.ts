import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import type { ErrorCode } from "../errors.ts";

/** Most bytes that a request's line and headers may have together. */
export const mostHeaderBytes = 32 * 1024;
/** Longest path with query, in characters. */
export const longestUrl = 16 * 1024;

/** A refusal that HTTP has a status of its own for. */
export interface EarlyRefusal {
  readonly status: number;
  readonly reason: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The refusal of a URL that nothing of ours needs. */
export const urlTooLong: EarlyRefusal = {
  status: 414,
  reason: "URI Too Long",
  code: "PAYLOAD_TOO_LARGE",
  message: `The address is longer than ${longestUrl} characters; ask for less at a time`,
};

const headersTooLarge: EarlyRefusal = {
  status: 431,
  reason: "Request Header Fields Too Large",
  code: "PAYLOAD_TOO_LARGE",
  message: `The address and headers are larger than ${mostHeaderBytes} bytes; clear this site's cookies, or ask for less`,
};

const tooSlow: EarlyRefusal = {
  status: 408,
  reason: "Request Timeout",
  code: "TIMEOUT",
  message: "The request did not arrive in time",
};

const unreadable: EarlyRefusal = {
  status: 400,
  reason: "Bad Request",
  code: "BAD_REQUEST",
  message: "This is not an HTTP request that can be read",
};

/** Answers what Node's own parser refuses, in the one shape of errors, and ends the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const { status, reason, code, message } = refusalOf(error.code);
  const body = JSON.stringify({ detail: { code, message } });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    `X-Request-Id: ${randomUUID()}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function refusalOf(code: string | undefined): EarlyRefusal {
  if (code === "HPE_HEADER_OVERFLOW") return headersTooLarge;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? tooSlow : unreadable;
}
