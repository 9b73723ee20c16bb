import { createServer, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { answerClientError } from "../../../core/http/client-error.ts";

let server: Server;

afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Sends a part of a request to a server that does not wait for long, and returns all that comes back. */
async function sendPart(bytes: string): Promise<string> {
  const impatient = { requestTimeout: 50, headersTimeout: 50, connectionsCheckingInterval: 10 };
  server = createServer(impatient, (request) => void request.resume()).on("clientError", answerClientError);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = net.connect((server.address() as AddressInfo).port, "127.0.0.1", () => socket.write(bytes));
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe("a request that does not arrive in time", () => {
  it.each([
    ["its headers", "POST /api/v1/agents/heartbeat HTTP/1.1\r\nHost: hub"],
    ["its body", 'POST /api/v1/agents/heartbeat HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n{"server_id":'],
    ["a body in chunks", 'POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n'],
  ])("with %s is answered 408 in the shape of errors, and the connection ends", async (_, bytes) => {
    const [head = "", body = ""] = (await sendPart(bytes)).split("\r\n\r\n");

    expect([head.split("\r\n")[0], /^Connection: close$/m.test(head), JSON.parse(body)]).toEqual([
      "HTTP/1.1 408 Request Timeout",
      true,
      { detail: { code: "TIMEOUT", message: "The request did not arrive in time" } },
    ]);
  });
});
