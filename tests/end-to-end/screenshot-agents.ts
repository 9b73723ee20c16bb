import type { Heartbeat, HeartbeatAnswer } from "../../agent/protocol.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { homeFleet, type SimulatedMachine } from "../support/simulated-fleet.ts";
import type { TestHub } from "../support/test-hub.ts";

type AgentSide = Pick<Heartbeat, "agent_version" | "agent_updates_enabled" | "agent_update" | "dropped_heartbeats">;

const older = { agent_version: "0.0.9", agent_updates_enabled: true } as const;
const without = { agent_version: "0.0.7", agent_updates_enabled: false } as const;

/** What the agents of the pictured home say of themselves, by the number of their machine: the rest run what the hub ships. */
const agentSides: Readonly<Record<number, AgentSide>> = {
  2: older,
  3: older,
  4: without,
  6: { ...older, dropped_heartbeats: 3 },
  8: older,
  9: { ...older, agent_version: "0.0.8" },
};

/** How far ahead the clock of a machine is, milliseconds. */
const clockAhead: Readonly<Record<number, number>> = { 7: 142_000 };

/** A machine's heartbeat with what its agent says of itself. */
export function withAgentSide(heartbeat: Heartbeat, number: number): Heartbeat {
  const ahead = clockAhead[number] ?? 0;
  const shifted = (time: string) => new Date(Date.parse(time) + ahead).toISOString();
  const { timestamp, sent_at = timestamp } = heartbeat;
  return {
    ...heartbeat,
    timestamp: shifted(timestamp),
    sent_at: shifted(sent_at ?? timestamp),
    agent_updates_enabled: true,
    ...agentSides[number],
  };
}

/** Where the pictured home is, and how its machines report. */
export interface PicturedHome {
  readonly hub: TestHub;
  readonly clock: FakeClock;
  readonly machines: readonly SimulatedMachine[];
}

/** Lets one agent go back from an update, and a group of three be on its way to another. */
export async function liveThroughUpdates(home: PicturedHome): Promise<void> {
  const { hub } = home;
  await hub.call("POST", "/agents/updates", { server_ids: idsOf(9) });
  const reason = "It did not reach the hub within 120 s of its start.";
  await reportUpdate(home, 9, { state: "rolled_back", reason });
  await hub.call("POST", "/agents/updates", { server_ids: idsOf(2, 3, 8) });
  await reportUpdate(home, 2, { state: "downloading", reason: null });
}

function idsOf(...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => homeFleet[number]?.id ?? "");
}

/** The agent hears of its offer with one heartbeat, and tells of it with the next. */
async function reportUpdate({ hub, clock, machines }: PicturedHome, number: number, report: object): Promise<void> {
  const machine = machines[number];
  if (!machine) throw new Error(`There is no machine ${number}`);
  const send = (update: Heartbeat["agent_update"]) => {
    const heartbeat = withAgentSide(machine.heartbeat(clock.now()), number);
    return hub.call<HeartbeatAnswer>("POST", "/agents/heartbeat", { ...heartbeat, agent_update: update });
  };
  const { agent_update: offer } = (await send(null)).body;
  await clock.advance(5000);
  await send({ ...report, version: offer?.version ?? "", offered_at: offer?.offered_at ?? "" });
  await clock.advance(5000);
}
