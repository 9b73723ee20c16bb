import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Heartbeat } from "../../agent/protocol.ts";
import { largeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { quantile } from "./figures.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

/** A heartbeat each so many milliseconds: 200 machines at one a minute, sixty times as fast. */
const pace = 5;
/** Every so many heartbeats one brings bad news: a disk that is nearly full. */
const badEvery = 37;
const rounds = 40;
/** How long the last message may take, in milliseconds. */
const patience = 5000;

/** How long it took from when a heartbeat was sent until its message was at the webhook, in milliseconds. */
export interface AlertLatency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly messages: number;
  /** Alerts of which no message came. */
  readonly lost: number;
}

/** Lets so many machines report, each of which has a disk that fills up once, and is emptied. */
export async function measureAlertLatency(machines: number): Promise<AlertLatency> {
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const webhook = createServer(async (request, response) => {
    const body = await text(request);
    const arrivedAt = performance.now();
    response.end("ok");
    const { kind, machine } = JSON.parse(body) as { kind: string; machine: { id: string } | null };
    const sent = sentAt.get(machine?.id ?? "");
    if (kind === "opened" && sent !== undefined) latencies.push(arrivedAt - sent);
  });
  await new Promise<void>((resolve) => webhook.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`;
  const hub = await ServerProcess.hub(false, 0, [], [`  webhook: { targets: [{ name: bench, url: "${url}" }] }`]);
  await report(hub, machines, sentAt);
  await wait(patience);
  await hub.stop();
  webhook.closeAllConnections();
  webhook.close();
  const sorted = Float64Array.from(latencies).sort();
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share)) as [number, number, number];
  return { p50, p95, p99, messages: sorted.length, lost: sentAt.size - sorted.length };
}

async function report(hub: ServerProcess, count: number, sentAt: Map<string, number>): Promise<void> {
  const fleet = largeFleet(count).map((character, number) => {
    return new SimulatedMachine({ ...character, cpu: 30, mounts: [["/", "ext4", 229, 41]] }, number);
  });
  const startedAt = performance.now();
  for (let sent = 0; sent < rounds * count; sent++) {
    await wait(startedAt + sent * pace - performance.now());
    const heartbeat = fleet[sent % count]?.heartbeat(Date.now());
    if (!heartbeat) continue;
    // The first round makes the machines known.
    const isBad = sent >= count && sent % badEvery === 0 && !sentAt.has(heartbeat.server_id);
    if (isBad) sentAt.set(heartbeat.server_id, performance.now());
    void send(hub, isBad ? withFullDisk(heartbeat) : heartbeat);
  }
}

async function send(hub: ServerProcess, heartbeat: Heartbeat): Promise<void> {
  const response = await fetch(`${hub.url}/api/v1/agents/heartbeat`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-API-Key": benchKey },
    body: JSON.stringify(heartbeat),
  });
  await response.arrayBuffer();
}

function withFullDisk(heartbeat: Heartbeat): Heartbeat {
  return { ...heartbeat, filesystems: heartbeat.filesystems?.map((one) => ({ ...one, percent: 93 })) ?? null };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
