import { isDeepStrictEqual } from "node:util";
import { type Figure, milliseconds, quantile } from "./figures.ts";
import { PrometheusServer } from "./prometheus-server.ts";
import type { PrometheusTools } from "./prometheus-tools.ts";
import { KeptClient } from "./recorder-client.ts";
import type { RecordedFleet } from "./recorder-fleet.ts";
import { RecorderHub } from "./recorder-hub.ts";
import { benchKey } from "./server-process.ts";

const warmUps = 20;
const rounds = 200;
const day = 86_400_000;

/** How long requests took, in milliseconds. */
export interface Timing {
  readonly p50: number;
  readonly p95: number;
}

/** One question: for each of several machines the requests that answer it, one after the other. */
type Question = readonly (readonly string[])[];

/** Asks a question again and again, of each machine in turn, on a kept connection. */
export async function timeQuestion(client: KeptClient, question: Question): Promise<Timing> {
  const times: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const startedAt = performance.now();
    for (const resource of question[round % question.length] ?? []) await client.get(resource);
    if (round >= warmUps) times.push(performance.now() - startedAt);
  }
  times.sort((one, other) => one - other);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** Both percentiles of ours, beside those of a peer. */
export function timingFigures(what: string, ours: Timing, peer?: Timing): Figure[] {
  return (["p50", "p95"] as const).map((name) => ({
    what: `${what}, ${name}`,
    ours: milliseconds(ours[name]),
    ...(peer ? { peer: milliseconds(peer[name]) } : {}),
  }));
}

/** A range of time, in Unix milliseconds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function historyOf(machines: readonly string[], { from, to }: Range, how: string): Question {
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  return machines.map((machine) => [`/api/v1/history?entity_id=${machine}.cpu_percent&${range}&${how}`]);
}

function samplesOf(machines: readonly string[], { from, to }: Range): Question {
  return machines.map((machine) => {
    const query = encodeURIComponent(`cpu_percent{machine="${machine}"}[${(to - from) / 1000}s]`);
    return [`/api/v1/query?query=${query}&time=${to / 1000}`];
  });
}

const sums = ["min", "avg", "max"] as const;

function sumsOf(machines: readonly string[], range: Range, points: number, chosen: readonly string[] = sums): Question {
  const step = (range.to - range.from) / points / 1000;
  const steps = `start=${range.from / 1000 + step}&end=${range.to / 1000}&step=${step}`;
  return machines.map((machine) =>
    chosen.map((sum) => {
      const query = encodeURIComponent(`${sum}_over_time(cpu_percent{machine="${machine}"}[${step}s])`);
      return `/api/v1/query_range?query=${query}&${steps}`;
    }),
  );
}

/** How fast charts are drawn from a month of 25 machines and a year of one, on the hub and on Prometheus. */
export async function queryFigures(
  tools: PrometheusTools | null,
  month: RecordedFleet,
  year: RecordedFleet,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { end, start, names: machines } = month;
  await withServers(tools, month, async ({ hub, prometheus }) => {
    const ask = async (what: string, ours: Question, theirs: Question) =>
      figures.push(
        ...timingFigures(what, await timeQuestion(hub, ours), prometheus && (await timeQuestion(prometheus, theirs))),
      );
    const lastDay = { from: end - day, to: end };
    const [recorded, peerRecorded] = [historyOf(machines, lastDay, "resolution=raw"), samplesOf(machines, lastDay)];
    if (prometheus) await requireSameReadings(hub, recorded, prometheus, peerRecorded);
    await ask("24 h as recorded", recorded, peerRecorded);
    await ask("24 h at 1440 points", historyOf(machines, lastDay, "points=1440"), peerRecorded);
    const whole = { from: start, to: end };
    const ours = historyOf(machines, whole, "points=300");
    await ask(`${daysOf(whole)} days at 300 points: min, mean, max`, ours, sumsOf(machines, whole, 300));
    if (prometheus) figures.push(await fastestOfThree(prometheus, (chosen) => sumsOf(machines, whole, 300, chosen)));
  });
  await withServers(tools, year, async ({ hub, prometheus }) => {
    const whole = { from: year.start, to: year.end };
    const ours = await timeQuestion(hub, historyOf(year.names, whole, "points=600"));
    const theirs = prometheus && (await timeQuestion(prometheus, sumsOf(year.names, whole, 600)));
    figures.push(...timingFigures(`${daysOf(whole)} days at 600 points: min, mean, max`, ours, theirs));
  });
  return figures;
}

const daysOf = ({ from, to }: Range): number => Math.round((to - from) / day);

interface HubReadings {
  readonly series: readonly [{ readonly readings: readonly (readonly [at: number, value: number])[] }];
}

interface PrometheusReadings {
  readonly data: {
    readonly result: readonly [{ readonly values: readonly (readonly [seconds: number, value: string])[] }];
  };
}

/** Figures of two servers that do not say the same would mean nothing. */
async function requireSameReadings(
  hub: KeptClient,
  ours: Question,
  prometheus: KeptClient,
  theirs: Question,
): Promise<void> {
  const answer = (await hub.json(ours[0]?.[0] ?? "")) as HubReadings;
  const peerAnswer = (await prometheus.json(theirs[0]?.[0] ?? "")) as PrometheusReadings;
  const readings = answer.series[0].readings;
  const peerReadings = peerAnswer.data.result[0].values.map(([seconds, value]) => [
    Math.round(seconds * 1000),
    Number(value),
  ]);
  if (!isDeepStrictEqual(readings, peerReadings)) throw new Error("The hub and Prometheus have different readings");
}

async function fastestOfThree(
  prometheus: KeptClient,
  questionOf: (chosen: readonly string[]) => Question,
): Promise<Figure> {
  const times: number[] = [];
  for (const sum of sums) times.push((await timeQuestion(prometheus, questionOf([sum]))).p50);
  return { what: "  the fastest of the peer's three requests, p50", ours: "", peer: milliseconds(Math.min(...times)) };
}

async function withServers(
  tools: PrometheusTools | null,
  { hubFolder, prometheusFolder, blockHours }: RecordedFleet,
  work: (clients: { readonly hub: KeptClient; readonly prometheus: KeptClient | undefined }) => Promise<void>,
): Promise<void> {
  const hub = await RecorderHub.start(hubFolder);
  const prometheus = tools ? await PrometheusServer.start(tools, prometheusFolder, blockHours) : undefined;
  const clients = {
    hub: new KeptClient(hub.port, { "X-API-Key": benchKey }),
    prometheus: prometheus && new KeptClient(prometheus.port),
  };
  try {
    await work(clients);
  } finally {
    clients.hub.close();
    clients.prometheus?.close();
    await hub.stop();
    await prometheus?.stop();
  }
}
