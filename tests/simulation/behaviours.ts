import type { Heartbeat, HeartbeatFilesystem } from "../../agent/protocol.ts";
import type { Behaviour } from "./scenario.ts";

/** The behaviour, from one minute until just before another; well before and after. */
export function during(from: number, until: number, behaviour: Behaviour): Behaviour {
  return (report, moment) => (moment.minute >= from && moment.minute < until ? behaviour(report, moment) : report);
}

/** The behaviour, from that minute on for ever. */
export function from(minute: number, behaviour: Behaviour): Behaviour {
  return during(minute, Number.POSITIVE_INFINITY, behaviour);
}

/** All of these, one after the other on the same heartbeat. */
export function all(...behaviours: readonly Behaviour[]): Behaviour {
  return (report, moment) => {
    let result: ReturnType<Behaviour> = report;
    for (const behaviour of behaviours) result &&= behaviour(result, moment);
    return result;
  };
}

/** A behaviour of one of a scenario's machines alone. */
export function only(machine: string, behaviour: Behaviour): Behaviour {
  return (report, moment) => (moment.machine === machine ? behaviour(report, moment) : report);
}

/** Off, or crashed: no heartbeat is made. */
export const dead: Behaviour = () => null;

/** Alive, but out of the hub's reach: what it measures is kept. */
export const cutOff: Behaviour = (report) => ({ ...report, arrives: false });

/** Started anew since that minute. */
export const rebooted = (minute: number): Behaviour =>
  from(minute, (report, moment) => {
    const { heartbeat } = report;
    const bootId = `${heartbeat.boot_id?.slice(0, -1)}f`;
    const uptime = Math.round((moment.minute - minute) * 60);
    const metrics = { ...heartbeat.metrics, uptime_seconds: uptime };
    return { ...report, heartbeat: { ...heartbeat, boot_id: bootId, metrics } };
  });

/** The machine's clock is ahead by so many minutes. */
export const clockAhead = (minutes: number): Behaviour => {
  return (report) => ({ ...report, clockAhead: minutes * 60_000 });
};

/** Use of the processor, in percent. */
export const cpu = (percent: number): Behaviour => withMetrics({ cpu_percent: percent });

/** Use of memory, in percent. */
export const memory = (percent: number): Behaviour => withMetrics({ memory_percent: percent });

/** Use of memory that swings between two values from one heartbeat to the next, in percent. */
export const memoryBetween = (low: number, high: number): Behaviour => {
  return (report, moment) => memory(Math.floor(moment.minute) % 2 === 0 ? high : low)(report, moment);
};

/** A file system that is filled so far, in percent; another one than its machine has is mounted. */
export function disk(mount: string, percent: number): Behaviour {
  return changed((heartbeat) => {
    const others = (heartbeat.filesystems ?? []).filter(({ mount_point: point }) => point !== mount);
    return { ...heartbeat, filesystems: [...others, filesystem(mount, percent)] };
  });
}

/** A file system that fills up evenly: so much percent at a minute, and at a later one. */
export function diskRamp(
  mount: string,
  [start, startPercent]: readonly [minute: number, percent: number],
  [end, endPercent]: readonly [minute: number, percent: number],
): Behaviour {
  return (report, moment) => {
    const share = Math.min(1, Math.max(0, (moment.minute - start) / (end - start)));
    return disk(mount, startPercent + share * (endPercent - startPercent))(report, moment);
  };
}

/** The state in which systemd shows a unit: `running`, `stopped`, `failed`. */
export function unit(name: string, status: "running" | "stopped" | "failed"): Behaviour {
  return changed((heartbeat) => {
    const others = (heartbeat.services ?? []).filter((service) => service.name !== name);
    return { ...heartbeat, services: [...others, { name, status }] };
  });
}

/** A unit that runs for some heartbeats, and then does not for as many, over and over. */
export function unitComingAndGoing(name: string, heartbeats: number): Behaviour {
  return (report, moment) => {
    const isDown = Math.floor(moment.minute / heartbeats) % 2 === 0;
    return unit(name, isDown ? "failed" : "running")(report, moment);
  };
}

function withMetrics(metrics: Heartbeat["metrics"]): Behaviour {
  return changed((heartbeat) => ({ ...heartbeat, metrics: { ...heartbeat.metrics, ...metrics } }));
}

function changed(change: (heartbeat: Heartbeat) => Heartbeat): Behaviour {
  return (report) => ({ ...report, heartbeat: change(report.heartbeat) });
}

function filesystem(mount: string, percent: number): HeartbeatFilesystem {
  const total = 4e12;
  const used = Math.round((total * percent) / 100);
  return {
    mount_point: mount,
    device: `/dev/mapper${mount}`,
    fs_type: "ext4",
    total_bytes: total,
    used_bytes: used,
    available_bytes: total - used,
    percent: Math.round(percent * 10) / 10,
  };
}
