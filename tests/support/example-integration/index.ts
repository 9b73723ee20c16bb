import type { EntityDefinition, Integration, IntegrationContext, Notification } from "homelabcmd/sdk";

interface ExampleConfig {
  readonly pumps: readonly string[];
}

interface PumpReading {
  readonly litres: number;
  readonly isOn: boolean;
  readonly valves: readonly { readonly name: string; readonly percent: number }[];
}

type Context = IntegrationContext<ExampleConfig>;

const pumpEntities: readonly EntityDefinition<PumpReading>[] = [
  { key: "litres", name: "Pumped", unit: "L", record: "samples", value: ({ litres }) => litres },
  { key: "is_on", name: "Running", value: ({ isOn }) => isOn },
  {
    key: "valve_percent",
    name: "Valve",
    unit: "%",
    record: "samples",
    instances: ({ valves }) => valves,
    instance: (valve: unknown) => (valve as PumpReading["valves"][number]).name,
    value: (valve: unknown) => (valve as PumpReading["valves"][number]).percent,
    attributes: (valve: unknown) => ({ ...(valve as PumpReading["valves"][number]) }),
  },
];

const pumpInput = {
  type: "object",
  additionalProperties: false,
  required: ["litres"],
  properties: { litres: { type: "number", minimum: 0, maximum: 100, description: "How much to pump." } },
} as const;

const forgetInput = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string", description: "The pump." } },
} as const;

const reading = (litres: number): PumpReading => ({
  litres,
  isOn: litres > 0,
  valves: [{ name: "in/out", percent: 50 }],
});

/** An integration as a third party writes one: pumps that count litres. */
export default {
  config: {
    type: "object",
    additionalProperties: false,
    properties: {
      pumps: { type: "array", items: { type: "string" }, default: ["pump-1"], description: "Names of the pumps." },
    },
  },

  async setup(context) {
    if (context.config.pumps.length === 0) context.notReady("No pump is configured");
    if (context.config.pumps.includes("stolen")) context.authFailed("the pump does not know this key");
    await addSpeaker(context);
    for (const name of context.config.pumps) await addPump(context, name);
    addService(context);
    addMachineFields(context);
    addRoute(context);
    context.every(3600, () => context.log.debug("Still pumping", { version: context.hub.version }));
    context.cron("0 6 * * *", () => context.emit({ type: "day_began", data: { pumps: [...context.config.pumps] } }));
    context.signal.addEventListener("abort", () => context.log.info("The pumps are to stop"), { once: true });
    context.onStop(() => context.log.info("The pumps stop"));
  },
} satisfies Integration<ExampleConfig>;

/** A way to reach people: it says titles aloud. */
function addSpeaker(context: Context): Promise<void> {
  return context.addChannel({
    name: "example",
    title: "The speaker at the well",
    deliver: async (_notification, { headline, link, signal }) => {
      if (signal.aborted) return { kind: "later", reason: "it is being turned off" };
      context.emit({ type: "said", data: { headline, link } });
      return { kind: "sent" };
    },
  });
}

function dryMessage(name: string, now: number): Notification {
  return {
    id: `dry-${name}-${now}`,
    subject: `dry-${name}`,
    kind: "opened",
    severity: "high",
    type: "pump",
    title: `${name} runs dry`,
    text: null,
    machine: { id: name, name, tags: [] },
    facts: [],
    causes: ["It has not rained"],
    suggestion: "Fill the well.",
    path: null,
    at: now,
  };
}

async function addPump(context: Context, name: string): Promise<void> {
  const device = await context.claim({
    ref: name,
    keys: {},
    facts: { hostname: name, model: "P-100" },
    machine: { id: name, machineType: "workstation" },
  });
  context.seen(device, { intervalSeconds: 60 });
  const entities = context.entities(device, pumpEntities);
  entities.update(reading(0));
  entities.backfill(reading(3), context.clock.now() - 60_000);
  await context.recorded();
  context.on({ type: "integration_event", name: "example.pumped" }, ({ data }) => {
    const { litres } = data as { litres: number };
    entities.update(reading(litres));
    if (litres <= 90) return;
    context.problem("dry", { severity: "warning", title: `${name} runs dry`, advice: "Fill the well" });
    void context.notify(dryMessage(name, context.clock.now()));
  });
  context.mqtt.subscribe(`pumps/${name}/litres`, async ({ payload, sender }) => {
    const litres = Number(new TextDecoder().decode(payload));
    entities.update(reading(litres));
    await context.mqtt.publish(`pumps/${name}/taken`, `${litres} from ${sender?.name}`);
  });
  context.on({ type: "state_changed", entityId: `${device.slug}.litres` }, async ({ state }) => {
    if (state.value === 7) await context.call("example.pump", { litres: 8 });
  });
}

function addMachineFields(context: Context): void {
  context.contributeMachineFields({
    defaults: { pump_litres: null },
    read: async (ids) => {
      const litres = ids.map((id) => [id, { pump_litres: context.states.get(`${id}.litres`)?.value ?? null }] as const);
      return Object.fromEntries(litres);
    },
  });
}

function addService(context: Context): void {
  context.addService<{ readonly litres: number }>(
    { name: "pump", title: "Pump", description: "Pumps some water.", input: pumpInput, output: { type: "object" } },
    ({ litres }, { caller, causeId }) => {
      context.emit({ type: "pumped", data: { litres } });
      return { litres, caller, causeId };
    },
  );
  context.addService<{ readonly name: string }>(
    {
      name: "forget",
      title: "Forget a pump",
      description: "Takes back what is known of it.",
      input: forgetInput,
      scope: "admin",
    },
    ({ name }) => context.unclaim(name),
  );
}

function addRoute(context: Context): void {
  const complaint = context.validator(pumpInput);
  context.addRoute<{ readonly litres: number }, unknown>(
    {
      method: "POST",
      path: "/example/pump",
      operationId: "run_pump",
      summary: "Pump some water",
      tag: "Example",
      scope: "operator",
      request: { body: { type: "object", description: "How much.", examples: [{ litres: 5 }] } },
      responses: { 200: { description: "What was pumped.", body: { type: "object", description: "The result." } } },
    },
    async ({ body }) => {
      const wrong = complaint(body);
      if (wrong !== null) context.refuse("BAD_REQUEST", `That cannot be pumped: ${wrong}`);
      const output = await context.call("example.pump", { litres: body.litres });
      const [machine] = context.machines.list();
      const total = machine ? context.states.get(`${machine.id}.litres`)?.value : null;
      const token = await context.agentTokens.issue("example pump");
      return { output, total: total ?? null, tokenIsValid: context.agentTokens.isValid(token) };
    },
  );
  context.addRoute(
    {
      method: "GET",
      path: "/example/report",
      operationId: "get_pump_report",
      summary: "Tell all that there is about the pumps",
      tag: "Example",
      scope: "viewer",
      responses: { 200: { description: "The report.", body: { type: "object", description: "All of it." } } },
    },
    async () => {
      const runs = ((await context.storage.get("runs")) as number | undefined) ?? 0;
      await context.storage.set("runs", runs + 1);
      await context.storage.set("other", null);
      await context.storage.delete("other");
      const now = context.clock.now();
      const range = { from: now - 120_000, to: now + 1000, points: 2 };
      const [history] = await context.history.read({ entityIds: ["pump-1.litres"], ...range });
      const { status } = await context.fetch(`${context.hub.localUrl}/api/v1/system/health`);
      await context.testChannel("example");
      const device = context.devices.ofMachine("pump-1");
      return {
        runs,
        keys: await context.storage.keys(),
        points: history?.points.length,
        status,
        model: device?.facts["model"],
        block: context.configuration.read("integrations.example") ?? null,
      };
    },
  );
}
