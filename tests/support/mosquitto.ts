import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const program = "/usr/sbin/mosquitto";
const clientProgram = "/usr/bin/mosquitto_pub";

/**
 * Whether tests with a real Mosquitto can run. Under CI they always do: as root it is installed when it is missing, and what is
 * missing after that is a failure.
 */
export function hasMosquitto(): boolean {
  const isThere = () => existsSync(program) && existsSync(clientProgram);
  if (isThere() || process.env["CI"] === undefined) return isThere();
  if (process.getuid?.() === 0) {
    const packages = ["mosquitto", "mosquitto-clients"];
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { stdio: "ignore" });
  }
  return true;
}

/** What a test may choose. */
export interface MosquittoOptions {
  /** More lines of mosquitto.conf. Default: everybody may do everything. */
  readonly settings?: readonly string[];
  /** More files beside it, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A real Mosquitto on a free port of the loopback address. */
export class Mosquitto {
  readonly port: number;
  readonly folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.folder = folder;
  }

  static async start({ settings = ["allow_anonymous true"], files = {} }: MosquittoOptions = {}): Promise<Mosquitto> {
    const folder = await mkdtemp(path.join(tmpdir(), "mosquitto-"));
    // As root, Mosquitto becomes another user.
    await chmod(folder, 0o777);
    const broker = new Mosquitto(await freePort(), folder);
    const own = [`listener ${broker.port} 127.0.0.1`, "persistence true", `persistence_location ${folder}/`];
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(folder, name), text);
      await chmod(path.join(folder, name), 0o644);
    }
    const lines = [...own, "max_queued_messages 0", ...settings].map((line) => line.replaceAll("FOLDER", folder));
    await writeFile(path.join(folder, "mosquitto.conf"), `${lines.join("\n")}\n`);
    await broker.run();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Starts it, for the first time or again. */
  run(): Promise<void> {
    const child = spawn(program, ["-v", "-c", path.join(this.folder, "mosquitto.conf")]);
    this.#process = child;
    return new Promise((resolve, reject) => {
      let output = "";
      const listen = (chunk: Buffer) => {
        output += chunk;
        if (/ running\b/.test(output)) resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("exit", (code) => reject(new Error(`Mosquitto ended with ${code}: ${output}`)));
    });
  }

  /** Ends it: SIGTERM lets it write down its sessions. */
  async kill(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A port that nobody has now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
