import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { ExpectedUnit } from "../alert.ts";
import type { AlertsConfig } from "../config.ts";
import type { ExpectedUnits } from "./expected-units.ts";
import { canonicalUnit, whyNoUnit } from "./unit-name.ts";
import {
  expectedServiceListSchema,
  expectedServiceSchema,
  newServiceSchema,
  serviceChangeSchema,
} from "./unit-schema.ts";
import { unitToWire } from "./unit-wire.ts";

type Context = IntegrationContext<AlertsConfig>;

interface Change {
  readonly display_name?: string | null;
  readonly is_critical?: boolean;
  readonly enabled?: boolean;
}

interface NewService extends Required<Omit<Change, "display_name">>, Pick<Change, "display_name"> {
  readonly service_name: string;
}

/** An agent reports at most so many. */
const mostUnits = 100;
const machineParam = { type: "string", maxLength: 100, description: "The machine's id." } as const;
const nameParam = { type: "string", maxLength: 255, description: "The unit, as systemd names it." } as const;
const machineParams = { type: "object", properties: { id: machineParam } } as const;
const unitParams = { type: "object", properties: { id: machineParam, name: nameParam } } as const;
const noMachine = { description: "There is no such machine." } as const;
const noUnit = { description: "There is no such machine, or that unit is not expected on it." } as const;
const answer = { description: "The unit.", body: expectedServiceSchema } as const;

/** `/machines/{id}/services`: the units that are expected to run. `changed` is told the machine when one became different. */
export function addUnitRoutes(context: Context, units: ExpectedUnits, changed: (machineId: string) => void): void {
  const base = { tag: "Machines", path: "/machines/:id/services" } as const;
  addListRoute(context, units, base);
  addCreateRoute(context, units, { base, changed });
  addChangeRoutes(context, units, changed);
}

function addListRoute(context: Context, units: ExpectedUnits, base: { readonly tag: string; readonly path: string }) {
  context.addRoute(
    {
      ...base,
      method: "GET",
      operationId: "list_machine_services",
      summary: "List the systemd units that are expected to run on a machine, and how they are",
      scope: "viewer",
      request: { params: machineParams },
      responses: { 200: { description: "The units.", body: expectedServiceListSchema }, 404: noMachine },
    },
    ({ params: { id = "" } }) => {
      requireMachine(context, id);
      const services = units.list(id).map((unit) => unitToWire(unit, context.states));
      return { services, total: services.length };
    },
  );
}

function addCreateRoute(
  context: Context,
  units: ExpectedUnits,
  {
    base,
    changed,
  }: { readonly base: { readonly tag: string; readonly path: string }; readonly changed: (machineId: string) => void },
) {
  context.addRoute<NewService, unknown>(
    {
      ...base,
      method: "POST",
      operationId: "create_machine_service",
      summary: "Expect a systemd unit to run on a machine",
      description: "Its agent reports it from its next heartbeat but one.",
      scope: "operator",
      request: { params: machineParams, body: newServiceSchema, maxBodyBytes: 4096 },
      responses: { 201: answer, 404: noMachine, 409: { description: "It is expected already, or they are too many." } },
    },
    async ({ params: { id = "" }, body }) => {
      requireMachine(context, id);
      const { service_name: name, display_name: displayName = null, is_critical: isCritical, enabled } = body;
      const fault = whyNoUnit(name);
      if (fault) context.refuse("VALIDATION_ERROR", `"${name}" ${fault}`);
      if (units.find(id, name)) context.refuse("CONFLICT", `${canonicalUnit(name)} is expected on ${id} already`);
      if (units.list(id).length >= mostUnits) context.refuse("CONFLICT", `At most ${mostUnits} units of a machine`);
      const unit = await units.save({ machineId: id, name, displayName, isCritical, isEnabled: enabled });
      changed(id);
      return unitToWire(unit, context.states);
    },
  );
}

function addChangeRoutes(context: Context, units: ExpectedUnits, changed: (machineId: string) => void) {
  const base = { tag: "Machines", path: "/machines/:id/services/:name" } as const;
  context.addRoute<Change, unknown>(
    {
      ...base,
      method: "PUT",
      operationId: "update_machine_service",
      summary: "Change what is expected of a systemd unit",
      scope: "operator",
      request: { params: unitParams, body: serviceChangeSchema, maxBodyBytes: 4096 },
      responses: { 200: answer, 404: noUnit },
    },
    async ({ params: { id = "", name = "" }, body }) => {
      const unit = requireUnit(context, units, { id, name });
      const {
        display_name: displayName = unit.displayName,
        is_critical: isCritical = unit.isCritical,
        enabled: isEnabled = unit.isEnabled,
      } = body;
      const saved = await units.save({ ...unit, displayName, isCritical, isEnabled });
      changed(id);
      return unitToWire(saved, context.states);
    },
  );

  context.addRoute(
    {
      ...base,
      method: "DELETE",
      operationId: "delete_machine_service",
      summary: "Expect a systemd unit no more; what was wrong with it is over",
      scope: "operator",
      request: { params: unitParams },
      responses: { 204: { description: "It is expected no more." }, 404: noUnit },
    },
    async ({ params: { id = "", name = "" } }) => {
      requireUnit(context, units, { id, name });
      await units.remove(id, name);
      changed(id);
    },
  );
}

function requireMachine({ machines, refuse }: Context, id: string): void {
  if (!machines.get(id)) refuse("NOT_FOUND", `Machine '${id}' does not exist`);
}

function requireUnit(
  context: Context,
  units: ExpectedUnits,
  { id, name }: { readonly id: string; readonly name: string },
): ExpectedUnit {
  requireMachine(context, id);
  return units.find(id, name) ?? context.refuse("NOT_FOUND", `${name} is not expected on ${id}`);
}
