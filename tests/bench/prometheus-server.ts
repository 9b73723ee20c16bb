import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import type { PrometheusTools } from "./prometheus-tools.ts";

/** A real Prometheus on a folder of blocks, which scrapes nothing. */
export class PrometheusServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  /** `blockHours`: as the folder's blocks are; see `ImportOptions`. */
  static async start({ prometheus }: PrometheusTools, folder: string, blockHours: number): Promise<PrometheusServer> {
    const port = await freePort();
    const config = path.join(folder, "prometheus.yml");
    await writeFile(config, "global: {}\n");
    const options = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}`,
      "--storage.tsdb.retention.time=10y",
      // Blocks are as large as they become, so nothing is compacted while requests are measured.
      `--storage.tsdb.max-block-duration=${blockHours}h`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ];
    const child = spawn(prometheus, options, { stdio: ["ignore", "ignore", "inherit"] });
    const server = new PrometheusServer(port, child);
    await server.#untilReady();
    return server;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
  }

  async #untilReady(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error(`Prometheus ended with code ${this.#child.exitCode}`);
      const isReady = await fetch(`http://127.0.0.1:${this.port}/-/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
