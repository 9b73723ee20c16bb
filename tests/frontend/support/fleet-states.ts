import type { WireMachine, WireState } from "../../../frontend/state/wire.ts";
import type { FleetMember } from "./fleet-member.ts";

const gibibyte = 1024 ** 3;

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
function levelAt(seed: string, middle: number, now: number): number {
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
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
