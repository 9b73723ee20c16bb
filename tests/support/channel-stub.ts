import { cp } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** A message as it arrived. */
export interface Arrived {
  readonly id: string;
  readonly subject: string;
}

/** What a channel posts to: a server on the loopback address that remembers everything, and answers as a test says. */
export class ChannelStub {
  /** What it took: what arrived while it answered with 200. */
  readonly taken: Arrived[] = [];
  /** What it answers with. */
  status = 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<ChannelStub> {
    const server = createServer();
    const stub = new ChannelStub(server);
    server.on("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (stub.status === 200) stub.taken.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(stub.status).end("as the test says");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/s3cret`;
  }

  /** Puts the integration that posts here into a data folder; `config` turns it on. */
  async install(dataFolder: string): Promise<void> {
    const from = path.join(import.meta.dirname, "channel-integration");
    await cp(from, path.join(dataFolder, "integrations", "stub"), { recursive: true });
  }

  /** The integration's block, and no local agent. */
  get config(): string {
    return `integrations:\n  agent: { local: false }\n  stub: { url: "${this.url}" }\n`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
