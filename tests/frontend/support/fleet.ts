import type { WireMachine, WireState } from "../../../frontend/state/wire.ts";

/** A machine of the made-up fleet: what it is, and around which levels its readings wander. */
export interface FleetMember {
  readonly machine: WireMachine;
  readonly cpu: number;
  readonly memory: number;
  readonly memoryGibibytes: number;
  readonly upDays: number;
  readonly disks: readonly { mount: string; type: string; gibibytes: number; percent: number }[];
  readonly interfaces: readonly { name: string; addresses: string; isUp: boolean; rate: number }[];
  readonly rebootRequired: boolean;
}

type MemberOptions = Partial<Omit<FleetMember, "machine">> & Partial<WireMachine> & { readonly id: string };

const gibibyte = 1024 ** 3;
const root = { mount: "/", type: "ext4", gibibytes: 229, percent: 34 };

/** Builds one member; everything not said is that of a small Debian server. `now` is in Unix milliseconds. */
export function memberOf(options: MemberOptions, now: number): FleetMember {
  const iso = (agoSeconds: number) => new Date(now - agoSeconds * 1000).toISOString();
  const {
    cpu = 12,
    memory = 45,
    memoryGibibytes = 15.6,
    upDays = 42,
    disks = [root],
    rebootRequired = false,
  } = options;
  const { interfaces = [{ name: "eth0", addresses: "192.168.1.21, fe80::1", isUp: true, rate: 400_000 }], ...record } =
    options;
  const machine: WireMachine = {
    guid: "a1b2c3d4-e5f6-4a1b-8c2d-0123456789ab",
    hostname: options.id,
    display_name: null,
    ip_address: "192.168.1.21",
    mac_address: "52:54:00:12:34:56",
    status: "online",
    status_changed_at: iso(upDays * 86_400),
    machine_type: "server",
    expected_online: options.machine_type !== "workstation",
    cpu_model: "Intel Core i5-8250U",
    cpu_cores: 8,
    os_distribution: "Debian",
    os_version: "12",
    kernel_version: "6.1.0-26-amd64",
    architecture: "x86_64",
    agent_version: "1.0.0",
    last_seen: iso(4),
    last_boot_time: iso(upDays * 86_400),
    created_at: iso(200 * 86_400),
    ...pick(record),
  };
  return { machine, cpu, memory, memoryGibibytes, upDays, disks, interfaces, rebootRequired };
}

/** Twelve machines in every state that the dashboard knows. */
export function demoFleet(now: number): readonly FleetMember[] {
  const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
  const small = {
    memoryGibibytes: 3.7,
    cpu_model: "Raspberry Pi 4 Model B Rev 1.4",
    cpu_cores: 4,
    architecture: "aarch64",
  };
  const members: readonly MemberOptions[] = [
    { id: "omv-homeserver", display_name: "HomeServer", ip_address: "192.168.1.20", disks: [{ ...root, percent: 67 }] },
    {
      id: "omv-mediaserver",
      display_name: "MediaServer",
      cpu: 45,
      memory: 62,
      upDays: 12,
      disks: [
        root,
        { mount: "/mnt/pool", type: "mergerfs", gibibytes: 14_900, percent: 82 },
        { mount: "/mnt/backup", type: "ext4", gibibytes: 3725, percent: 51 },
      ],
      interfaces: [
        { name: "eno1", addresses: "192.168.1.21, fd12:3456:789a::21", isUp: true, rate: 38_200_000 },
        { name: "wlp2s0", addresses: "", isUp: false, rate: 0 },
      ],
    },
    {
      id: "omv-aiserver1",
      display_name: "AIServer1",
      ip_address: "192.168.1.30",
      cpu: 93,
      memory: 88,
      memoryGibibytes: 62.7,
      cpu_cores: 24,
      cpu_model: "AMD Ryzen 9 5900X 12-Core Processor",
      upDays: 3,
    },
    {
      id: "omv-backupserver",
      display_name: "BackupServer",
      ip_address: "192.168.1.24",
      status: "offline",
      status_changed_at: ago(250),
      last_seen: ago(430),
      upDays: 27,
    },
    {
      id: "omv-cloudserver1",
      display_name: "CloudServer1",
      ip_address: "192.168.1.25",
      cpu: 8,
      memory: 38,
      upDays: 88,
      rebootRequired: true,
      disks: [{ ...root, percent: 51 }],
    },
    {
      id: "omv-webserver1",
      display_name: "WebServer1",
      ip_address: "192.168.1.26",
      cpu: 5,
      memory: 29,
      upDays: 19,
      disks: [],
    },
    {
      id: "omv-homeautoserver",
      display_name: "HomeAutoServer",
      ip_address: "192.168.1.27",
      cpu: 22,
      memory: 54,
      upDays: 5,
      disks: [{ ...root, percent: 93 }],
    },
    {
      id: "pihole-master",
      display_name: "<img src=x onerror=alert(1)>",
      ip_address: "192.168.1.2",
      cpu: 3,
      memory: 31,
      upDays: 120,
      ...small,
    },
    {
      id: "kubernetes-control-plane-node-01-rack-b-basement",
      hostname: "kubernetes-control-plane-node-01-rack-b-basement.home.arpa",
      ip_address: "fd12:3456:789a:1::1234:5678",
      os_distribution: "Red Hat Enterprise Linux CoreOS",
      os_version: "416.94.202410211619-0",
      cpu: 31,
      memory: 58,
      upDays: 0.05,
    },
    {
      id: "new-nas",
      status: "unknown",
      last_seen: null,
      last_boot_time: null,
      ip_address: null,
      os_distribution: null,
      os_version: null,
      cpu_model: null,
      cpu_cores: null,
      kernel_version: null,
      disks: [],
      interfaces: [],
    },
    {
      id: "studypc",
      display_name: "StudyPC",
      machine_type: "workstation",
      os_distribution: "Fedora Linux",
      os_version: "41",
      ip_address: "192.168.1.50",
      cpu: 14,
      memory: 48,
      upDays: 0.1,
      disks: [{ ...root, percent: 55 }],
    },
    {
      id: "laptoppro",
      display_name: "LaptopPro",
      machine_type: "workstation",
      status: "offline",
      status_changed_at: ago(10_800),
      last_seen: ago(11_000),
      ip_address: "192.168.1.51",
    },
  ];
  return members.map((member) => memberOf(member, now));
}

/** Every state of one member at a moment (Unix milliseconds). The readings wander, but always the same way. */
export function statesOf(member: FleetMember, now: number): readonly WireState[] {
  const { machine } = member;
  if (machine.status === "unknown") return [];
  const cpu = levelAt(`${machine.id}.cpu`, member.cpu, now);
  const memory = levelAt(`${machine.id}.memory`, member.memory, now);
  const totalMebibytes = Math.round(member.memoryGibibytes * 1024);
  const state = stateFactory(machine, now);
  const fullest = [...member.disks].sort((a, b) => b.percent - a.percent)[0];
  return [
    state("cpu_percent", "CPU", cpu, "%"),
    state("memory_percent", "Memory", memory, "%"),
    state("memory_used_mb", "Memory used", Math.round((totalMebibytes * memory) / 100), "MiB"),
    state("memory_total_mb", "Memory total", totalMebibytes, "MiB"),
    state("swap_used_mb", "Swap used", 120, "MiB"),
    state("swap_total_mb", "Swap total", 2048, "MiB"),
    ...(fullest
      ? [
          state("disk_fullest_percent", "Fullest disk", fullest.percent, "%", {
            attributes: { mount_point: fullest.mount },
          }),
        ]
      : []),
    state("load_1m", "Load (1 min)", rounded((cpu / 100) * (machine.cpu_cores ?? 4)), null),
    state("load_5m", "Load (5 min)", rounded((member.cpu / 100) * (machine.cpu_cores ?? 4)), null),
    state("load_15m", "Load (15 min)", rounded((member.cpu / 110) * (machine.cpu_cores ?? 4)), null),
    state("uptime_seconds", "Uptime", Math.round(member.upDays * 86_400), "s"),
    state("reboot_required", "Reboot required", member.rebootRequired, null),
    ...networkStates(member, state, now),
    ...diskStates(member, state),
  ];
}

/** The level of a reading at a moment: it swings around its middle in a way that looks measured. */
export function levelAt(seed: string, middle: number, now: number): number {
  const phase = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1000, 7);
  const minutes = now / 60_000;
  const swing =
    Math.sin(minutes / 7 + phase) +
    0.6 * Math.sin(minutes / 2.3 + phase * 2) +
    0.5 * Math.sin(minutes * 1.9 + phase * 3);
  return rounded(Math.max(0.4, Math.min(99, middle * (1 + swing * 0.16))));
}

type StateFactory = (
  key: string,
  name: string,
  value: WireState["value"],
  unit: string | null,
  more?: Partial<WireState>,
) => WireState;

function stateFactory(machine: WireMachine, now: number): StateFactory {
  return (key, name, value, unit, more = {}) => {
    const instance = more.instance ?? null;
    const at = new Date(now).toISOString();
    return {
      id: [machine.id, key, ...(instance === null ? [] : [encodeURIComponent(instance).replaceAll(".", "%2E")])].join(
        ".",
      ),
      device: machine.id,
      key,
      instance,
      name,
      unit,
      value,
      available: machine.status === "online",
      changed_at: at,
      updated_at: at,
      attributes: more.attributes ?? {},
    };
  };
}

function networkStates(member: FleetMember, state: StateFactory, now: number): readonly WireState[] {
  const rates = member.interfaces.map(({ name, rate }) => ({
    name,
    received: Math.round(levelAt(`${member.machine.id}.${name}.rx`, 50, now) * (rate / 50)),
    sent: Math.round(levelAt(`${member.machine.id}.${name}.tx`, 50, now) * (rate / 420)),
  }));
  const total = (pick: (rate: (typeof rates)[number]) => number) => rates.reduce((sum, rate) => sum + pick(rate), 0);
  return [
    state(
      "network_rx_rate",
      "Received",
      total(({ received }) => received),
      "B/s",
    ),
    state(
      "network_tx_rate",
      "Sent",
      total(({ sent }) => sent),
      "B/s",
    ),
    ...member.interfaces.flatMap(({ name, addresses, isUp }, index) => {
      const attributes = { mac: `52:54:00:12:34:5${index}`, addresses };
      return [
        state("interface_rx_rate", "Received", rates[index]?.received ?? 0, "B/s", { instance: name, attributes }),
        state("interface_tx_rate", "Sent", rates[index]?.sent ?? 0, "B/s", { instance: name, attributes }),
        state("interface_up", "Up", isUp, null, { instance: name }),
      ];
    }),
  ];
}

function diskStates({ disks }: FleetMember, state: StateFactory): readonly WireState[] {
  return disks.flatMap(({ mount, type, gibibytes, percent }, index) => {
    const total = gibibytes * gibibyte;
    const used = Math.round((total * percent) / 100);
    const instance = { instance: mount };
    return [
      state("filesystem_percent", "Use", percent, "%", {
        ...instance,
        attributes: { device: `/dev/sd${"abc"[index]}1`, fs_type: type },
      }),
      state("filesystem_used_bytes", "Used", used, "B", instance),
      state("filesystem_total_bytes", "Size", total, "B", instance),
      state("filesystem_available_bytes", "Free", total - used, "B", instance),
    ];
  });
}

const recordKeys = [
  "id",
  "hostname",
  "display_name",
  "ip_address",
  "mac_address",
  "status",
  "status_changed_at",
  "machine_type",
  "expected_online",
  "cpu_model",
  "cpu_cores",
  "os_distribution",
  "os_version",
  "kernel_version",
  "architecture",
  "agent_version",
  "last_seen",
  "last_boot_time",
  "created_at",
  "guid",
] as const satisfies readonly (keyof WireMachine)[];

function pick(options: MemberOptions): Partial<WireMachine> & { id: string } {
  const known = Object.entries(options).filter(([key]) => (recordKeys as readonly string[]).includes(key));
  return { ...(Object.fromEntries(known) as Partial<WireMachine>), id: options.id };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
