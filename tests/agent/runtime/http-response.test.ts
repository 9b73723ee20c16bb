import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HttpResponseReader } from "../../../agent/runtime/http-response.ts";

const mostBytes = 100;

/** What a reader makes of text that comes in such parts, and then of the end of the connection. */
function readParts(parts: readonly string[]) {
  const reader = new HttpResponseReader(mostBytes);
  for (const part of parts) {
    const response = reader.read(Buffer.from(part, "latin1"));
    if (response) return plain(response);
  }
  const response = reader.end();
  return response && plain(response);
}

function plain({ status, headers, body, keepsConnection }: NonNullable<ReturnType<HttpResponseReader["end"]>>) {
  return { status, headers: { ...headers }, body: Buffer.from(body).toString("latin1"), keepsConnection };
}

const chunked =
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nA;x=1\r\n0123456789\r\n0\r\nT: 1\r\n\r\n";

describe("An HTTP response", () => {
  test.each([
    [
      "with a length",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A:  b \r\n\r\n{}",
      { status: 200, headers: { "content-length": "2", "x-a": "b" }, body: "{}", keepsConnection: true },
    ],
    [
      "in chunks, with an extension and a trailer",
      chunked,
      { status: 200, headers: { "transfer-encoding": "chunked" }, body: "abcd0123456789", keepsConnection: true },
    ],
    [
      "that ends with the connection",
      "HTTP/1.0 503 Busy\r\nRetry-After: 9\r\n\r\nlater",
      { status: 503, headers: { "retry-after": "9" }, body: "later", keepsConnection: false },
    ],
    [
      "without a body",
      "HTTP/1.1 204 No Content\r\nConnection: Close\r\n\r\n",
      { status: 204, headers: { connection: "Close" }, body: "", keepsConnection: false },
    ],
    [
      "after an interim one",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      { status: 200, headers: { "content-length": "0" }, body: "", keepsConnection: true },
    ],
  ])("%s is read, however it is cut", (_, text, response) => {
    expect([readParts([text]), readParts([...text])]).toEqual([response, response]);
  });

  test.each([
    ["from something that is no web server", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "not a web server"],
    ["with a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "a length that is none"],
    ["in chunks that are none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "chunks that are none"],
    ["that is too long", `HTTP/1.1 200 OK\r\n\r\n${"x".repeat(101)}`, "more than 100 bytes"],
    ["with a head without end", `HTTP/1.1 200 OK\r\n${"A: b\r\n".repeat(12_000)}`, "a head without end"],
  ])("%s is refused", (_, text, problem) => {
    expect(() => readParts([text])).toThrow(problem);
  });

  test("in more chunks than any server makes is refused: each costs more memory than it carries", () => {
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const reader = new HttpResponseReader(1024 * 1024);

    expect(() => reader.read(Buffer.from(head + "1\r\nx\r\n".repeat(65_537)))).toThrow("too many chunks");
  });

  test("with more than its length lets go of its connection", () => {
    expect(readParts(["HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc"])).toMatchObject({
      body: "a",
      keepsConnection: false,
    });
  });

  test("that was cut off is none", () => {
    expect(readParts([chunked.slice(0, -2)])).toBe(null);
  });

  test("of any bytes whatever is an answer, none, or refused with a reason", () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.constantFrom("HTTP/1.1 200 OK\r\n", "\r\n", "5\r\n", "a: b\r\n")));
    const outcome = (texts: readonly string[]) => {
      try {
        return typeof readParts(texts);
      } catch (error) {
        return error instanceof TypeError ? "a mistake" : "a reason";
      }
    };
    fc.assert(fc.property(parts, (texts) => outcome(texts) !== "a mistake"));
  });
});
