import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import type { ExpectedUnits } from "./expected-units.ts";
import { whyNoUnit } from "./unit-name.ts";

type Context = IntegrationContext<AlertsConfig>;

/** The integration that hears agents, and its service that tells them which units to watch. */
const agentDomain = "agent";
const watchService = `${agentDomain}.watch_units`;

/** Keeps expectations in step with the machines that there are, and agents with the expectations. Returns what to call after a change. */
export function followUnits(context: Context, units: ExpectedUnits, changed: (machineId: string) => void): () => void {
  const tell = () => void tellAgents(context, units);
  const importNew = async (machineId: string) => {
    const hasNews = !units.isImported(machineId) && context.machines.expectedServices(machineId).length > 0;
    if (!hasNews) return;
    await importRegistered(context, units, machineId);
    changed(machineId);
    tell();
  };
  const importSafely = (machineId: string) =>
    void importNew(machineId).catch((error: unknown) =>
      context.log.error(`What ${machineId} was registered with could not be taken over`, { error }),
    );

  for (const { id } of context.machines.list()) importSafely(id);
  context.on({ type: "machine_changed" }, ({ machine }) => importSafely(machine.id));
  context.on({ type: "machine_removed" }, ({ id }) => {
    units.forget(id).catch((error: unknown) => context.log.error(`The units of ${id} could not be deleted`, { error }));
  });
  // It forgets them when it restarts.
  context.on({ type: "integration_changed" }, ({ domain }) => {
    if (domain === agentDomain) tell();
  });
  tell();
  return tell;
}

async function importRegistered(context: Context, units: ExpectedUnits, machineId: string): Promise<void> {
  const services = context.machines.expectedServices(machineId);
  for (const { name } of services) {
    const fault = whyNoUnit(name);
    if (fault) context.log.warn(`A unit that ${machineId} was registered with is left out: "${name}" ${fault}`);
  }
  const named = services.filter(({ name }) => whyNoUnit(name) === null);
  const expected = named.map(({ name, isCritical }) => ({
    machineId,
    name,
    displayName: null,
    isCritical,
    isEnabled: true,
  }));
  await units.import(machineId, expected);
}

async function tellAgents({ call, log }: Context, units: ExpectedUnits): Promise<void> {
  try {
    await call(watchService, { machines: units.watched() });
  } catch (error) {
    // It is told again when it runs.
    if ((error as { code?: unknown }).code !== "NOT_FOUND")
      log.warn("Agents are not told which units to watch", { error });
  }
}
