import http from "node:http";
import { largeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { benchKey, type ServerProcess } from "./server-process.ts";

/** Sends the heartbeats of a simulated fleet over kept connections, as agents do. */
export class Load {
  readonly #agent: http.Agent;
  readonly #machines: readonly SimulatedMachine[];
  readonly #url: URL;
  #sent = 0;

  constructor(server: ServerProcess, fleetSize: number, connections: number) {
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: connections });
    this.#machines = largeFleet(fleetSize).map((character, number) => new SimulatedMachine(character, number));
    this.#url = new URL("/api/v1/agents/heartbeat", server.url);
  }

  /** The next machine's heartbeat; resolves when it is acknowledged. */
  send(): Promise<void> {
    const machine = this.#machines[this.#sent++ % this.#machines.length] as SimulatedMachine;
    const body = JSON.stringify(machine.heartbeat(Date.now()));
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "X-API-Key": benchKey,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(this.#url, { method: "POST", agent: this.#agent, headers }, (response) => {
        response.resume().once("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`The server answered ${response.statusCode}`));
        });
      });
      request.once("error", reject).end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
