import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { download } from "../../../agent/runtime/download.ts";

let server: Server | undefined;

afterEach(() => server?.close());

async function serve(answer: RequestListener): Promise<URL> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/agent/x.mjs`);
}

const fetch = (url: URL) => download(url, 5, new AbortController().signal);

describe("a download", () => {
  test("brings the bytes as they are", async () => {
    const url = await serve((_, response) => response.end(Buffer.from([0, 255, 128])));

    expect([...(await fetch(url))]).toEqual([0, 255, 128]);
  });

  test.each<[string, RequestListener, RegExp]>([
    ["is not there", (_, response) => response.writeHead(404).end("no"), /answered 404$/],
    [
      "is elsewhere",
      (_, response) => response.writeHead(302, { Location: "http://evil.example/" }).end(),
      /answered 302$/,
    ],
    ["is too long", (_, response) => response.end("123456"), /more than 5 bytes/],
    [
      "breaks off",
      (_, response) => {
        response.writeHead(200, { "Content-Length": 5 });
        response.write("123");
        response.socket?.end();
      },
      /aborted|closed/,
    ],
  ])("is refused when the file %s", async (_, answer, reason) => {
    const url = await serve(answer);

    await expect(fetch(url)).rejects.toThrow(reason);
  });

  test("ends when nobody waits for it any more", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error("enough")));

    await expect(download(url, 5, controller.signal)).rejects.toThrow(/aborted|enough/);
  });
});
