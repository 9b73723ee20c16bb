import type { Heartbeat } from "../../agent/protocol.ts";

/** What a simulated machine is like: its name and around which levels its readings wander. */
export interface Character {
  readonly id: string;
  readonly cpu: number;
  readonly memory: number;
  readonly memoryGib: number;
  readonly cores: number;
  readonly model: string;
  readonly upDays: number;
  readonly mounts: readonly (readonly [mount: string, type: string, gib: number, percent: number])[];
  /** Bytes a second. */
  readonly traffic: number;
}

const intel = "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz";
const gib = 1024 ** 3;

function server(id: string, cpu: number, memory: number, changes: Partial<Character> = {}): Character {
  const mounts = [["/", "ext4", 229, 34]] as const;
  return { id, cpu, memory, memoryGib: 15.6, cores: 8, model: intel, upDays: 12, mounts, traffic: 300_000, ...changes };
}

/** The home that the project was first made for. */
export const homeFleet: readonly Character[] = [
  server("omv-homeserver", 12, 45, {
    upDays: 42,
    mounts: [
      ["/", "ext4", 229, 41],
      ["/srv/data", "ext4", 3700, 67],
    ],
  }),
  server("omv-backupserver", 6, 31, {
    mounts: [
      ["/", "ext4", 110, 22],
      ["/srv/backup", "btrfs", 7400, 58],
    ],
  }),
  server("omv-documentserver", 4, 28, { upDays: 88 }),
  server("omv-mediaserver", 45, 62, {
    mounts: [
      ["/", "ext4", 229, 34],
      ["/mnt/pool", "fuse.mergerfs", 14_900, 82],
      ["/mnt/backup", "ext4", 3700, 51],
    ],
    traffic: 30_000_000,
  }),
  server("omv-cloudserver1", 8, 38, { upDays: 88 }),
  server("omv-webserver1", 5, 29, { upDays: 19 }),
  server("omv-webserver2", 3, 27, { upDays: 19 }),
  server("omv-homeautoserver", 22, 54, { upDays: 5 }),
  server("omv-aiserver1", 78, 71, {
    upDays: 3,
    memoryGib: 62.7,
    cores: 16,
    model: "AMD Ryzen 9 5950X 16-Core Processor",
  }),
  server("pihole-master", 3, 31, {
    upDays: 120,
    memoryGib: 3.7,
    cores: 4,
    model: "Cortex-A72",
    mounts: [["/", "ext4", 29, 18]],
  }),
  server("pihole-backup", 2, 30, {
    upDays: 120,
    memoryGib: 3.7,
    cores: 4,
    model: "Cortex-A72",
    mounts: [["/", "ext4", 29, 18]],
  }),
];

/** A fleet of any size, for load: the home fleet over and over. */
export function largeFleet(size: number): readonly Character[] {
  return Array.from({ length: size }, (_, index) => {
    const character = homeFleet[index % homeFleet.length] as Character;
    return { ...character, id: `${character.id}-${index}` };
  });
}

/** Makes the heartbeats that a machine's agent would send; the same number always makes the same ones. */
export class SimulatedMachine {
  readonly #character: Character;
  readonly #number: number;
  #seed: number;
  #cpu: number;
  #received = 5e9;
  #sent = 2e9;
  #lastAt: number | undefined;
  #sequence = 0;

  constructor(character: Character, number: number) {
    this.#character = character;
    this.#number = number;
    this.#seed = 7 + 97 * number;
    this.#cpu = character.cpu;
  }

  /** The next heartbeat, measured at `at` (Unix milliseconds) and sent at `sentAt`. */
  heartbeat(at: number, sentAt = at): Heartbeat {
    const { id, memory, memoryGib, cores, model, upDays, mounts, cpu } = this.#character;
    const elapsedSeconds = this.#lastAt === undefined ? 0 : (at - this.#lastAt) / 1000;
    this.#lastAt = at;
    this.#cpu = clamp(this.#cpu + (this.#random() - 0.5) * 14 + (cpu - this.#cpu) * 0.15);
    const rate = this.#character.traffic * (0.4 + this.#random());
    this.#received += Math.round(rate * elapsedSeconds);
    this.#sent += Math.round((rate / 8) * elapsedSeconds);
    const used = clamp(memory + (this.#random() - 0.5) * 3);
    const hex = this.#number.toString(16).padStart(4, "0");
    const [rootMount] = mounts;
    const counters = { rx_bytes: this.#received, tx_bytes: this.#sent };
    const address = `192.168.1.${20 + (this.#number % 200)}`;
    return {
      server_guid: `a1b2c3d4-0000-4000-8000-00000000${hex}`,
      server_id: id,
      hostname: id,
      timestamp: new Date(at).toISOString(),
      sent_at: new Date(sentAt).toISOString(),
      agent_version: "0.1.0",
      agent_mode: "readonly",
      boot_id: `0d5b8a3e-52a4-4b8e-9df0-00000000${hex}`,
      machine_id: `0123456789abcdef0123456789ab${hex}`,
      sequence: this.#sequence++,
      ip_addresses: [address],
      mac_address: `52:54:00:00:${hex.slice(0, 2)}:${hex.slice(2)}`,
      metrics: {
        cpu_percent: round(this.#cpu),
        memory_percent: round(used),
        memory_total_mb: Math.round(memoryGib * 1024),
        memory_used_mb: Math.round(memoryGib * 10.24 * used),
        swap_total_mb: 2048,
        swap_used_mb: 12,
        disk_percent: rootMount?.[3] ?? null,
        disk_total_gb: rootMount?.[2] ?? null,
        disk_used_gb: rootMount ? round((rootMount[2] * rootMount[3]) / 100) : null,
        network_rx_bytes: this.#received,
        network_tx_bytes: this.#sent,
        load_1m: round((this.#cpu * cores) / 100),
        load_5m: round((cpu * cores) / 105),
        load_15m: round((cpu * cores) / 110),
        uptime_seconds: upDays * 86_400 + this.#sequence,
        boot_time: new Date(Math.floor(at / 86_400_000 - upDays) * 86_400_000).toISOString(),
        reboot_required: false,
      },
      cpu_info: { cpu_model: model, cpu_cores: cores },
      os_info: { distribution: "Debian GNU/Linux", version: "12", kernel: "6.1.0-28-amd64", architecture: "x86_64" },
      filesystems: mounts.map(([mount_point, fs_type, sizeGib, percent], index) => ({
        mount_point,
        device: `/dev/sd${"abcdef"[index]}1`,
        fs_type,
        total_bytes: Math.round(sizeGib * gib),
        used_bytes: Math.round((sizeGib * gib * percent) / 100),
        available_bytes: Math.round((sizeGib * gib * (100 - percent)) / 100),
        percent,
      })),
      network_interfaces: [
        {
          name: "eth0",
          mac: `52:54:00:00:${hex.slice(0, 2)}:${hex.slice(2)}`,
          addresses: [address],
          ...counters,
          rx_packets: Math.round(this.#received / 900),
          tx_packets: Math.round(this.#sent / 900),
          is_up: true,
          is_physical: true,
        },
      ],
    };
  }

  /** Park and Miller's generator: enough for wandering figures, and repeatable. */
  #random(): number {
    this.#seed = (this.#seed * 16_807) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
}

const round = (value: number) => Math.round(value * 10) / 10;
const clamp = (value: number) => Math.min(99, Math.max(1, value));
