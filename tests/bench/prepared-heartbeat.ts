import { type Character, homeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";

/** How a field moves from one heartbeat to the next. */
type Movement = "time" | "counter" | "percent" | "level";

const movements: Readonly<Record<string, Movement>> = {
  timestamp: "time",
  sent_at: "time",
  sequence: "counter",
  cpu_percent: "percent",
  memory_percent: "percent",
  memory_used_mb: "level",
  swap_used_mb: "level",
  disk_used_gb: "level",
  network_rx_bytes: "counter",
  network_tx_bytes: "counter",
  load_1m: "level",
  load_5m: "level",
  load_15m: "level",
  uptime_seconds: "counter",
  used_bytes: "level",
  available_bytes: "level",
  rx_bytes: "counter",
  tx_bytes: "counter",
  rx_packets: "counter",
  tx_packets: "counter",
};

/** Room for the largest counter. JSON allows the blanks before a shorter one. */
const figureWidth = 13;
const field = new RegExp(`"(${Object.keys(movements).join("|")})":("[^"]*"| *[0-9.]+)`, "g");

/** A place in the request whose text is replaced. */
interface Slot {
  readonly start: number;
  readonly width: number;
  readonly movement: Movement;
  value: number;
}

/** One machine's request, written once: only its times and figures are replaced, so that the load costs the loader little. */
export class PreparedHeartbeat {
  readonly #request: Buffer;
  readonly #slots: readonly Slot[];
  #seed: number;

  constructor(number: number, host: string, key: string) {
    const like = homeFleet[0] as Character;
    const character: Character = { ...like, id: `machine-${number}`, mounts: [["/", "ext4", 229, 41]] };
    const text = JSON.stringify(new SimulatedMachine(character, number).heartbeat(Date.now()));
    const body = text.replace(field, (_, name: string, value: string) => `"${name}":${value.padStart(figureWidth)}`);
    const head =
      `POST /api/v1/agents/heartbeat HTTP/1.1\r\nHost: ${host}\r\nX-API-Key: ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    this.#request = Buffer.from(head + body, "latin1");
    this.#slots = [...body.matchAll(field)].map((match) => slotOf(match, head.length));
    this.#seed = 7 + 97 * number;
  }

  /** The next heartbeat, measured at `at` (Unix milliseconds). The buffer is the same every time: write it out before the next. */
  next(at: number): Buffer {
    const time = `"${new Date(at).toISOString()}"`;
    for (const slot of this.#slots) {
      const text = slot.movement === "time" ? time : this.#figure(slot);
      this.#request.write(text.padStart(slot.width), slot.start, slot.width, "latin1");
    }
    return this.#request;
  }

  #figure(slot: Slot): string {
    const { movement, value } = slot;
    if (movement === "counter") {
      slot.value += 1 + Math.round(this.#random() * Math.min(value, 50_000));
      return String(slot.value);
    }
    const share = movement === "percent" ? 0.2 + 0.6 * this.#random() : 0.9 + 0.2 * this.#random();
    const figure = (movement === "percent" ? 100 : value) * share;
    return value > 1e6 ? String(Math.round(figure)) : figure.toFixed(1);
  }

  /** Park and Miller's generator. */
  #random(): number {
    this.#seed = (this.#seed * 16_807) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
}

function slotOf(match: RegExpMatchArray, offset: number): Slot {
  const [whole, name = "", text = ""] = match;
  const start = offset + (match.index ?? 0) + whole.length - text.length;
  return { start, width: text.length, movement: movements[name] as Movement, value: Number(text) };
}
