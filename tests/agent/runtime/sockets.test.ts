import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getFromSocket } from "../../../agent/runtime/sockets.ts";

describe("getFromSocket", () => {
  const { signal } = new AbortController();
  let folder: string;
  let socket: string;
  let server: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "agent-sockets-"));
    socket = join(folder, "engine.sock");
    server = createServer((request, response) => {
      if (request.url === "/endless") response.end(Buffer.alloc(5 * 1024 * 1024));
      else if (request.url !== "/hung") response.writeHead(request.url === "/" ? 200 : 404).end(request.method);
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    await chmod(socket, 0o600);
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  test("tells what the program answered", async () => {
    expect([await getFromSocket(socket, "/", signal), await getFromSocket(socket, "/else", signal)]).toMatchObject([
      { status: 200, body: "GET" },
      { status: 404, body: "GET" },
    ]);
  });

  test("knows nothing where nobody listens", async () => {
    expect(await getFromSocket(`${folder}/none.sock`, "/", signal)).toBe(null);
  });

  test("refuses an answer that is too long", async () => {
    await expect(getFromSocket(socket, "/endless", signal)).rejects.toThrow("more than 4194304 bytes");
  });

  test("ends when nobody waits any more", async () => {
    const controller = new AbortController();
    const asking = getFromSocket(socket, "/hung", controller.signal);
    setImmediate(() => controller.abort());

    await expect(asking).rejects.toThrow("aborted");
  });
});
