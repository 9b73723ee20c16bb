import { quantile } from "./figures.ts";
import { RawMqttConnection } from "./raw-mqtt-connection.ts";

/*
 * The loader as a process of its own: `mqtt-loader.ts <port> <machines> <key>`, then a plan a message, each answered by its outcome.
 */

/** What is to be sent. */
export interface MqttPlan {
  readonly seconds: number;
  /** How many heartbeats each machine sends without waiting for an acknowledgement. */
  readonly window: number;
  /** Heartbeats offered a second by all together. Absent: as fast as they are acknowledged. */
  readonly perSecond?: number;
}

/** What came of it. Times from when each was sent, or due, to its acknowledgement, in milliseconds. */
export interface MqttOutcome {
  readonly acknowledgedPerSecond: number;
  /** Connections that the broker has ended. */
  readonly lost: number;
  readonly p50: number;
  readonly p99: number;
}

const [port = "", machines = "", key = ""] = process.argv.slice(2);
const settle = 5000;

let times: number[] = [];
let lost = 0;
let isClosedLoop = false;

const connections = Array.from(
  { length: Number(machines) },
  (_, number) =>
    new RawMqttConnection(
      number,
      { port: Number(port), key },
      {
        acknowledged: (connection, since) => {
          times.push(performance.now() - since);
          if (isClosedLoop) connection.send(performance.now());
        },
        closed: () => lost++,
      },
    ),
);

async function run({ seconds, window, perSecond }: MqttPlan): Promise<MqttOutcome> {
  await Promise.all(connections.map(({ ready }) => ready));
  times = [];
  lost = 0;
  isClosedLoop = perSecond === undefined;
  const startedAt = performance.now();
  if (perSecond === undefined) {
    for (const connection of connections) for (let count = 0; count < window; count++) connection.send(startedAt);
    await wait(seconds * 1000);
  } else await offer(perSecond, startedAt, seconds * 1000);
  const acknowledgedPerSecond = (times.length * 1000) / (performance.now() - startedAt);
  isClosedLoop = false;
  for (const until = performance.now() + settle; performance.now() < until; await wait(20)) {
    if (connections.every(({ waiting }) => waiting === 0)) break;
  }
  const sorted = Float64Array.from(times).sort();
  return { acknowledgedPerSecond, lost, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

async function offer(perSecond: number, startedAt: number, milliseconds: number): Promise<void> {
  for (let count = 0; ; await wait(1)) {
    const elapsed = performance.now() - startedAt;
    if (elapsed >= milliseconds) return;
    for (const due = Math.floor((elapsed * perSecond) / 1000); count < due; count++) {
      connections[count % connections.length]?.send(startedAt + (count * 1000) / perSecond);
    }
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

process.on("message", async (plan: MqttPlan) => process.send?.(await run(plan)));
