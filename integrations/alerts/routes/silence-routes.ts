import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { Silence } from "../alert.ts";
import type { AlertsConfig } from "../config.ts";
import type { Silences } from "../silences.ts";

interface NewSilenceBody {
  readonly machine_id?: string | null;
  readonly type?: string | null;
  readonly tag?: string | null;
  readonly comment?: string | null;
  readonly until?: string;
  readonly minutes?: number;
}

const criterion = (description: string) =>
  ({ type: ["string", "null"], minLength: 1, maxLength: 100, description }) as const;

const fields = {
  id: { type: "integer", description: "The silence's number." },
  machine_id: criterion("Only this machine."),
  type: criterion("Only alerts of this type."),
  tag: criterion("Only machines with this tag."),
  comment: { type: ["string", "null"], maxLength: 500, description: "Why." },
  created_by: { type: "string", description: "Who made it." },
  created_at: { type: "string", format: "date-time", description: "When it was made." },
  ends_at: { type: "string", format: "date-time", description: "When it ends." },
} as const;

const silenceSchema = {
  title: "Silence",
  type: "object",
  description: "A time in which nobody is told of some alerts, and none of them opens.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;

const bodySchema = {
  type: "object",
  description: "What to silence: at least one of machine_id, type and tag; and until when: until or minutes.",
  additionalProperties: false,
  properties: {
    machine_id: fields.machine_id,
    type: fields.type,
    tag: fields.tag,
    comment: fields.comment,
    until: { type: "string", format: "date-time", description: "When it ends." },
    minutes: { type: "integer", minimum: 1, maximum: 525_600, description: "How long it lasts." },
  },
  examples: [{ machine_id: "nas", minutes: 120, comment: "New disks" }],
} as const;

/** `/silences`: list them, make one, end one. */
export function addSilenceRoutes(context: IntegrationContext<AlertsConfig>, silences: Silences): void {
  const common = { tag: "Alerts", path: "/silences" } as const;

  context.addRoute(
    {
      ...common,
      method: "GET",
      operationId: "list_silences",
      summary: "List the silences that have not ended",
      scope: "viewer",
      responses: {
        200: {
          description: "The silences.",
          body: {
            title: "SilenceList",
            type: "object",
            required: ["silences", "total"],
            properties: {
              silences: { type: "array", items: silenceSchema, description: "Newest first." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = silences.list().map(toWire);
      return { silences: list, total: list.length };
    },
  );

  context.addRoute<NewSilenceBody, unknown>(
    {
      ...common,
      method: "POST",
      operationId: "create_silence",
      summary: "Silence alerts for a while",
      scope: "operator",
      request: { maxBodyBytes: 4096, body: bodySchema },
      responses: { 201: { description: "The silence.", body: silenceSchema } },
    },
    async ({ body, caller }) => {
      const { machine_id: machineId = null, type = null, tag = null, comment = null } = body;
      if (machineId === null && type === null && tag === null) {
        context.refuse("VALIDATION_ERROR", "Say what to silence: machine_id, type or tag");
      }
      return toWire(await silences.add({ machineId, type, tag, comment, endsAt: endOf(context, body) }, caller.name));
    },
  );

  context.addRoute(
    {
      ...common,
      method: "DELETE",
      path: "/silences/:id",
      operationId: "delete_silence",
      summary: "End a silence now",
      scope: "operator",
      request: {
        params: {
          type: "object",
          properties: { id: { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "Its number." } },
        },
      },
      responses: { 204: { description: "It is over." }, 404: { description: "There is none that lasts." } },
    },
    async ({ params: { id = "" } }) => {
      if (!(await silences.end(Number(id)))) context.refuse("NOT_FOUND", `There is no silence ${id} that lasts`);
    },
  );
}

function endOf(context: IntegrationContext<AlertsConfig>, { until, minutes }: NewSilenceBody): number {
  const now = context.clock.now();
  const endsAt = until === undefined ? now + (minutes ?? Number.NaN) * 60_000 : Date.parse(until);
  if (Number.isNaN(endsAt)) return context.refuse("VALIDATION_ERROR", "Say how long: until or minutes");
  if (endsAt <= now) return context.refuse("VALIDATION_ERROR", "until has to lie in the future");
  return endsAt;
}

function toWire({ id, machineId, type, tag, comment, createdBy, createdAt, endsAt }: Silence) {
  return {
    id,
    machine_id: machineId,
    type,
    tag,
    comment,
    created_by: createdBy,
    created_at: new Date(createdAt).toISOString(),
    ends_at: new Date(endsAt).toISOString(),
  };
}
