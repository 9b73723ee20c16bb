import { AgentCredentials } from "../auth/agent-credentials.ts";
import { DeviceRegistry } from "../devices/registry.ts";
import { Liveness } from "../machines/liveness.ts";
import { MachineRegistry } from "../machines/registry.ts";
import { MachineSuccession } from "../machines/succession.ts";
import { SuccessionWatch } from "../machines/succession-watch.ts";
import { Problems } from "../problems/problems.ts";
import { Housekeeping } from "../recorder/housekeeping.ts";
import { Recorder } from "../recorder/recorder.ts";
import { SampleReader } from "../recorder/sample-reader.ts";
import type { Problem } from "../sdk/index.ts";
import { EntityRegistry } from "../states/entity-registry.ts";
import { States } from "../states/states.ts";
import type { AddRoom, Ground } from "./ground.ts";

/** Machines that were installed anew. */
export function addSuccessionRooms({ clock, log: hubLog, database }: Ground, room: AddRoom): void {
  room(MachineSuccession, (get) => {
    const machines = { devices: get(DeviceRegistry), machines: get(MachineRegistry), liveness: get(Liveness) };
    const history = { recorder: get(Recorder), reader: get(SampleReader), housekeeping: get(Housekeeping) };
    const entities = { entities: get(EntityRegistry), states: get(States), credentials: get(AgentCredentials) };
    return new MachineSuccession({
      ...machines,
      ...history,
      ...entities,
      database,
      clock,
      log: hubLog.child("machines"),
    });
  });
  room(SuccessionWatch, (get) => {
    const report = (id: string, problem: Problem) => get(Problems).report("machines", id, problem);
    return new SuccessionWatch(get(MachineRegistry), get(MachineSuccession), report);
  });
}
