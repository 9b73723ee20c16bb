import { PlatformError } from "../../errors.ts";
import type { NewMachine } from "../../machines/admission.ts";
import type { MachineSettings } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { machineSchema, machineToWire } from "../wire/machine.ts";

const slug = { type: "string", pattern: "^[a-z0-9-]{1,100}$" } as const;
const params = { type: "object", properties: { id: { ...slug, description: "The machine's id." } } } as const;
const missing = { description: "There is no such machine." } as const;
const answer = { description: "The machine.", body: machineSchema } as const;
const text = (maxLength: number, description: string) =>
  ({ type: ["string", "null"], maxLength, description }) as const;
const watts = (description: string) =>
  ({ type: ["number", "null"], minimum: 0, maximum: 100_000, description }) as const;

const machineType = { enum: ["server", "workstation"], description: "A workstation comes and goes." } as const;
const tags = {
  type: "array",
  maxItems: 50,
  uniqueItems: true,
  items: { type: "string", minLength: 1, maxLength: 50, description: "A group." },
  description: "The user's groups.",
} as const;

const registration = {
  type: "object",
  additionalProperties: false,
  required: ["hostname"],
  properties: {
    id: { ...slug, description: "Slug; an agent that proposes it takes the machine over." },
    server_id: { ...slug, description: "The same, by its older name." },
    hostname: { type: "string", minLength: 1, maxLength: 255, description: "What the host calls itself." },
    display_name: text(100, "For people."),
    ip_address: text(64, "Current address."),
    mac_address: {
      type: ["string", "null"],
      pattern: "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$",
      description: "Hardware address: an agent that has it takes the machine over.",
    },
    machine_type: { ...machineType, default: "server" },
    tdp_watts: watts("Power at full load, in watts."),
    location: text(100, "Where it stands."),
    tags: { ...tags, default: [] },
    expected_services: {
      type: "array",
      maxItems: 200,
      default: [],
      description: "systemd services that are to run on it.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 255, description: "The service, as systemd names it." },
          critical: { type: "boolean", default: false, description: "Its failure matters much." },
        },
        description: "A service.",
      },
    },
  },
  examples: [
    {
      id: "nas",
      hostname: "nas",
      display_name: "NAS",
      machine_type: "server",
      tags: ["storage"],
      expected_services: [{ name: "smbd", critical: true }],
    },
  ],
} as const;

const changes = {
  type: "object",
  additionalProperties: false,
  properties: {
    display_name: text(100, "For people; null shows the hostname."),
    machine_type: machineType,
    expected_online: { type: "boolean", description: "Whether its absence is worth an alert." },
    location: text(100, "Where it stands."),
    tags,
    tdp_watts: watts("Power at full load, in watts."),
    idle_watts: watts("Power at rest, in watts."),
    machine_category: text(50, "What kind of machine it is, for its power."),
    ssh_username: text(64, "Who commands run as; null for the hub's default."),
    sudo_mode: { enum: ["passwordless", "password"], description: "How that user becomes root." },
  },
  examples: [{ display_name: "NAS", tags: ["storage"] }],
} as const;

interface Registration {
  readonly id?: string;
  readonly server_id?: string;
  readonly hostname: string;
  readonly display_name?: string | null;
  readonly ip_address?: string | null;
  readonly mac_address?: string | null;
  readonly machine_type: "server" | "workstation";
  readonly tdp_watts?: number | null;
  readonly location?: string | null;
  readonly tags: readonly string[];
  readonly expected_services: readonly { readonly name: string; readonly critical: boolean }[];
}

/** Field on the wire, and in a machine's settings. */
const settingOf: Readonly<Record<keyof (typeof changes)["properties"], keyof MachineSettings>> = {
  display_name: "displayName",
  machine_type: "machineType",
  expected_online: "expectedOnline",
  location: "location",
  tags: "tags",
  tdp_watts: "tdpWatts",
  idle_watts: "idleWatts",
  machine_category: "machineCategory",
  ssh_username: "sshUsername",
  sudo_mode: "sudoMode",
};

/** Registering, changing, pausing and removing machines, also under their old name `/servers`. */
export function addMachineChangeRoutes(routes: Routes, house: House, owner: string): void {
  const { admission, clock, database, machines } = house;
  const tag = "Machines";
  const save = (id: string) => database.write((transaction) => machines.store(id, transaction));

  routes.add(
    {
      method: "POST",
      path: "/machines",
      operationId: "create_machine",
      summary: "Register a machine, before or without an agent",
      tag,
      scope: "operator",
      request: { body: registration },
      responses: {
        201: { description: "Registered.", body: machineSchema },
        409: { description: "The id is taken." },
      },
    },
    async ({ body }) => machineToWire(await admission.register(newMachine(body as Registration), "user")),
    owner,
  );

  for (const method of ["PATCH", "PUT"] as const) {
    routes.add(
      {
        method,
        path: "/machines/:id",
        operationId: method === "PATCH" ? "update_machine" : "replace_machine",
        summary: method === "PATCH" ? "Change what is named" : "Change a machine; what is not named stays",
        tag,
        scope: "operator",
        request: { params, body: changes },
        responses: { 200: answer, 404: missing },
      },
      async ({ params: { id = "" }, body }) => {
        const named = Object.entries(body as object).map(([field, value]) => [settingOf[field as "tags"], value]);
        const machine = machines.change(id, Object.fromEntries(named));
        await save(id);
        return machineToWire(machine);
      },
      owner,
    );
  }

  routes.add(
    {
      method: "DELETE",
      path: "/machines/:id",
      operationId: "delete_machine",
      summary: "Remove a machine; its agent does not bring it back by itself",
      tag,
      scope: "admin",
      request: {
        params,
        query: {
          type: "object",
          properties: { keep_history: { type: "boolean", default: false, description: "Keep what was recorded." } },
        },
      },
      responses: { 204: { description: "Removed." }, 404: missing },
    },
    ({ params: { id = "" }, query }) => admission.remove(id, (query as { keep_history: boolean }).keep_history),
    owner,
  );

  routes.add(
    {
      method: "PUT",
      path: "/machines/:id/pause",
      operationId: "pause_machine",
      summary: "Put a machine into maintenance",
      tag,
      scope: "operator",
      request: {
        params,
        body: {
          type: "object",
          additionalProperties: false,
          properties: {
            until: { type: ["string", "null"], format: "date-time", description: "null: until it is ended." },
          },
          examples: [{ until: "2026-01-15T18:00:00Z" }],
        },
      },
      responses: { 200: answer, 404: missing },
    },
    async ({ params: { id = "" }, body }) => {
      const { until = null } = body as { until?: string | null };
      const end = until === null ? null : Date.parse(until);
      if (end !== null && !(end > clock.now())) {
        throw new PlatformError("VALIDATION_ERROR", "until must be in the future", { field: "until" });
      }
      const machine = machines.pause(id, true, end);
      await save(id);
      return machineToWire(machine);
    },
    owner,
  );

  routes.add(
    {
      method: "PUT",
      path: "/machines/:id/unpause",
      operationId: "unpause_machine",
      summary: "End a machine's maintenance",
      tag,
      scope: "operator",
      request: { params },
      responses: { 200: answer, 404: missing },
    },
    async ({ params: { id = "" } }) => {
      const machine = machines.pause(id, false);
      await save(id);
      return machineToWire(machine);
    },
    owner,
  );
}

function newMachine(body: Registration): NewMachine {
  const id = body.id ?? body.server_id;
  if (id === undefined) throw new PlatformError("VALIDATION_ERROR", "id is missing", { field: "id" });
  return {
    id,
    displayName: body.display_name ?? null,
    hostname: body.hostname,
    ipAddress: body.ip_address ?? null,
    macAddress: body.mac_address?.toLowerCase().replaceAll("-", ":") ?? null,
    machineType: body.machine_type,
    tdpWatts: body.tdp_watts ?? null,
    location: body.location ?? null,
    tags: body.tags,
    expectedServices: body.expected_services.map(({ name, critical }) => ({ name, isCritical: critical })),
  };
}
