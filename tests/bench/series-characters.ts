import { SeededRandom } from "./series-random.ts";

/** What a machine is and does, around which its readings wander. */
export interface SeriesCharacter {
  readonly name: string;
  readonly cores: number;
  readonly memoryMib: number;
  readonly swapMib: number;
  readonly diskGib: number;
  /** Levels without and with work, in percent. */
  readonly idleCpu: number;
  readonly busyCpu: number;
  /** Percent of the memory that is used without work. */
  readonly memoryPercent: number;
  readonly diskPercent: number;
  readonly diskGrowthMibPerDay: number;
  /** Bytes a second without and with work. */
  readonly idleTraffic: number;
  readonly busyTraffic: number;
  /** Of the second interface, a tunnel or a bridge; many minutes of a quiet one are 0. */
  readonly tunnelTraffic: number;
  /** How much the work follows the time of day, 0..1. */
  readonly rhythm: number;
  readonly burstsPerDay: number;
  readonly burstMinutes: number;
  /** Hour of the day (UTC) at which the backup or the media scan starts. */
  readonly nightlyJobHour: number;
  readonly nightlyJobMinutes: number;
  /** Degrees Celsius without work, and the step in which the sensor counts: 1 for coretemp, less for others. */
  readonly temperature: number;
  readonly temperatureStep: number;
  /** Switched off at night, as a workstation is. */
  readonly restsAtNight: boolean;
  readonly daysBetweenReboots: number;
}

const server: SeriesCharacter = {
  name: "server",
  cores: 8,
  memoryMib: 15_974,
  swapMib: 2048,
  diskGib: 228.42,
  idleCpu: 3,
  busyCpu: 18,
  memoryPercent: 38,
  diskPercent: 34,
  diskGrowthMibPerDay: 300,
  idleTraffic: 4_000,
  busyTraffic: 400_000,
  tunnelTraffic: 300,
  rhythm: 0.4,
  burstsPerDay: 10,
  burstMinutes: 12,
  nightlyJobHour: 3,
  nightlyJobMinutes: 20,
  temperature: 41,
  temperatureStep: 1,
  restsAtNight: false,
  daysBetweenReboots: 25,
};

const board: SeriesCharacter = {
  ...server,
  cores: 4,
  memoryMib: 3792,
  swapMib: 100,
  diskGib: 28.96,
  idleCpu: 1.5,
  busyCpu: 9,
  memoryPercent: 27,
  diskPercent: 18,
  diskGrowthMibPerDay: 12,
  idleTraffic: 900,
  busyTraffic: 15_000,
  temperature: 47,
  // A Raspberry Pi counts in 0.487 °C.
  temperatureStep: 0.487,
  daysBetweenReboots: 60,
};

const workstation: SeriesCharacter = {
  ...server,
  cores: 16,
  memoryMib: 31_890,
  idleCpu: 4,
  busyCpu: 55,
  memoryPercent: 30,
  busyTraffic: 6_000_000,
  rhythm: 0.9,
  burstsPerDay: 30,
  temperatureStep: 0.125,
  restsAtNight: true,
};

const storage: SeriesCharacter = {
  ...server,
  diskGib: 3667.94,
  diskPercent: 67,
  diskGrowthMibPerDay: 6000,
  busyTraffic: 20_000_000,
  burstsPerDay: 20,
  nightlyJobMinutes: 150,
};

const media: SeriesCharacter = { ...storage, busyCpu: 70, memoryPercent: 58, rhythm: 0.8, burstMinutes: 50 };
const compute: SeriesCharacter = {
  ...server,
  cores: 16,
  memoryMib: 64_204,
  busyCpu: 95,
  burstMinutes: 90,
  swapMib: 8192,
};
const virtual: SeriesCharacter = {
  ...server,
  cores: 2,
  memoryMib: 1967,
  swapMib: 975,
  diskGib: 19.52,
  temperatureStep: 1,
};
const automation: SeriesCharacter = {
  ...board,
  idleCpu: 11,
  busyCpu: 35,
  diskGrowthMibPerDay: 90,
  tunnelTraffic: 4_000,
};
const router: SeriesCharacter = {
  ...board,
  idleTraffic: 60_000,
  busyTraffic: 9_000_000,
  rhythm: 0.8,
  burstsPerDay: 60,
};

const kinds: Readonly<Record<string, readonly [SeriesCharacter, count: number]>> = {
  server: [server, 4],
  board: [board, 4],
  workstation: [workstation, 3],
  storage: [storage, 3],
  media: [media, 2],
  compute: [compute, 2],
  virtual: [virtual, 4],
  automation: [automation, 2],
  router: [router, 1],
};

/** The 25 machines of a large home lab, no two alike; a longer list repeats the kinds. */
export function seriesCharacters(count: number, seed: number): SeriesCharacter[] {
  const round = Object.entries(kinds).flatMap(([kind, [character, often]]) =>
    Array.from({ length: often }, (_, index) => ({ ...character, name: `${kind}-${index + 1}` })),
  );
  return Array.from({ length: count }, (_, index) => {
    const character = round[index % round.length] as SeriesCharacter;
    const lap = Math.floor(index / round.length);
    const name = lap === 0 ? character.name : `${character.name}-${lap + 1}`;
    return scatter({ ...character, name }, new SeededRandom(seed + index));
  });
}

/** Makes one of a kind. What is bought in fixed sizes, such as memory, stays. */
function scatter(character: SeriesCharacter, random: SeededRandom): SeriesCharacter {
  return {
    ...character,
    idleCpu: character.idleCpu * random.factor(0.4),
    busyCpu: Math.min(95, character.busyCpu * random.factor(0.4)),
    memoryPercent: Math.min(85, character.memoryPercent * random.factor(0.3)),
    diskPercent: Math.min(80, character.diskPercent * random.factor(0.4)),
    diskGrowthMibPerDay: character.diskGrowthMibPerDay * random.factor(1),
    idleTraffic: character.idleTraffic * random.factor(1),
    busyTraffic: character.busyTraffic * random.factor(1),
    tunnelTraffic: character.tunnelTraffic * random.factor(2),
    burstsPerDay: character.burstsPerDay * random.factor(0.7),
    nightlyJobHour: Math.floor(random.uniform() * 6),
    temperature: character.temperature + 4 * random.normal(),
    daysBetweenReboots: character.daysBetweenReboots * random.factor(0.7),
  };
}
