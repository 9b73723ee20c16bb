import type { PackSeries } from "../../../../core/recorder/codec/index.ts";

const gibibyte = 2 ** 30;

/** What one machine does; the readings are made of it. */
interface Machine {
  cpu: number;
  burst: number;
  memoryMebibytes: number;
  swapMebibytes: number;
  diskBytes: number;
  loads: number[];
  received: number;
  receiveRate: number;
  sendRate: number;
  temperature: number;
  uptimeSeconds: number;
}

/** A row is one series: how a reading of it is made. Rounded as agent and hub round them. */
const readings: readonly ((machine: Machine) => number)[] = [
  ({ cpu, burst }) => rounded(Math.min(100, cpu + burst), 1),
  ({ memoryMebibytes }) => rounded(memoryMebibytes / 159.36, 1),
  ({ memoryMebibytes }) => Math.round(memoryMebibytes),
  () => 15_936,
  ({ swapMebibytes }) => swapMebibytes,
  () => 2048,
  ({ diskBytes }) => rounded(diskBytes / (9.3781 * gibibyte), 1),
  () => 937.81,
  ({ diskBytes }) => rounded(diskBytes / gibibyte, 2),
  ({ diskBytes }) => diskBytes,
  () => 1_006_965_456_896,
  ({ loads }) => rounded(loads[0] as number, 2),
  ({ loads }) => rounded(loads[1] as number, 2),
  ({ loads }) => rounded(loads[2] as number, 2),
  ({ diskBytes }) => rounded(70 + diskBytes / (200 * gibibyte), 2),
  ({ receiveRate }) => receiveRate,
  ({ sendRate }) => sendRate,
  ({ received }) => received,
  ({ temperature }) => rounded(temperature, 1),
  ({ uptimeSeconds }) => uptimeSeconds,
];

/** The same day of a machine with twenty readings each time it is made: one a minute, up to 5 ms early or late. */
export function realisticDay(count = 1440): PackSeries[] {
  const random = randomNumbers(20_260_115);
  const machine: Machine = {
    cpu: 12,
    burst: 0,
    memoryMebibytes: 6123,
    swapMebibytes: 12,
    diskBytes: 412 * gibibyte,
    loads: [0.5, 0.5, 0.5],
    received: 4e9,
    receiveRate: 0,
    sendRate: 0,
    temperature: 47,
    uptimeSeconds: 812_345,
  };
  const at = Float64Array.from(
    { length: count },
    (_, minute) => 1_760_054_400_000 + minute * 60_000 + Math.round(random() * 10 - 5),
  );
  const columns = readings.map(() => new Float64Array(count));
  for (let minute = 0; minute < count; minute++) {
    live(machine, random);
    for (const [index, read] of readings.entries()) (columns[index] as Float64Array)[minute] = read(machine);
  }
  return columns.map((column, index) => ({ seriesId: 100 + index, at, columns: [column] }));
}

/** A minute of it: walks that return to a mean, bursts, decaying averages as of the kernel's load, and counters. */
function live(machine: Machine, random: () => number): void {
  const noise = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const happens = (chance: number) => random() < chance;
  machine.burst = happens(0.01) ? 30 * random() : machine.burst * 0.8;
  machine.cpu = Math.max(0, machine.cpu + 0.15 * (8 - machine.cpu) + 1.2 * noise());
  machine.memoryMebibytes +=
    6 * noise() + (happens(0.01) ? 200 * noise() : 0) + 0.01 * (6200 - machine.memoryMebibytes);
  if (happens(0.02)) machine.swapMebibytes = Math.max(0, machine.swapMebibytes + Math.round(3 * noise()));
  if (happens(0.7)) machine.diskBytes += 4096 * Math.floor(random() * 300);
  if (happens(0.005)) machine.diskBytes -= 4096 * Math.floor(random() * 100_000);
  const running = Math.max(0, (machine.cpu + machine.burst) / 25 + 0.3 * noise());
  machine.loads = machine.loads.map((load, index) => load + (running - load) * ([0.63, 0.18, 0.064][index] as number));
  machine.receiveRate = Math.round(3000 + 900 * Math.abs(noise()) + (happens(0.05) ? 2e6 * random() : 0));
  machine.sendRate = Math.round(1200 + 400 * Math.abs(noise()) + (happens(0.05) ? 3e5 * random() : 0));
  machine.received += 60 * machine.receiveRate + Math.floor(60 * random());
  machine.temperature += 0.1 * (40 + machine.cpu / 4 - machine.temperature) + 0.4 * noise();
  machine.uptimeSeconds += 60;
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. Source: Ettinger, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
