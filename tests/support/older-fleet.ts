import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../integrations/agent/fixtures");

/** A heartbeat as an older agent writes it. */
export type OlderHeartbeat = { readonly server_id: string; readonly timestamp: string } & Readonly<
  Record<string, unknown>
>;

/** Every recorded heartbeat of an older agent, by its server_id. */
export function olderHeartbeats(): ReadonlyMap<string, OlderHeartbeat> {
  const files = readdirSync(folder).filter((name) => name.startsWith("older-"));
  const all = files.map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as OlderHeartbeat);
  return new Map(all.map((heartbeat) => [heartbeat.server_id, heartbeat]));
}

/** The same heartbeat of another moment: its time is written in the way in which it was. */
export function measuredAt(heartbeat: OlderHeartbeat, at: number): OlderHeartbeat {
  const [, separator = "T", rest = ""] = /^.{10}(.).{8}(.*)$/.exec(heartbeat.timestamp) ?? [];
  const [, sign, hours = "0"] = /([+-])(\d\d):?\d\d$/.exec(rest) ?? [];
  const wall = new Date(at + Number(hours) * 3_600_000 * (sign === "-" ? -1 : 1)).toISOString();
  return { ...heartbeat, timestamp: `${wall.slice(0, 10)}${separator}${wall.slice(11, 19)}${rest}` };
}

/** Machines with older agents. All that they can be told is the URL of their hub and its key. */
export class OlderFleet {
  readonly #machines = olderHeartbeats();
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Each machine reports once. Answers with the statuses by server_id. */
  async report(at: number): Promise<Readonly<Record<string, number>>> {
    const statuses: Record<string, number> = {};
    for (const [id, heartbeat] of this.#machines) {
      const response = await fetch(`${this.#url}/api/v1/agents/heartbeat`, {
        method: "POST",
        headers: { "X-API-Key": this.#key, "Content-Type": "application/json" },
        body: JSON.stringify(measuredAt(heartbeat, at)),
      });
      await response.arrayBuffer();
      statuses[id] = response.status;
    }
    return statuses;
  }
}
