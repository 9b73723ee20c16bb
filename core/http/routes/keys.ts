import type { NewKey } from "../../auth/keys.ts";
import { PlatformError } from "../../errors.ts";
import type { Scope } from "../../sdk/index.ts";
import type { ApiKeyRow } from "../../storage/models/tables.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

const scopes = ["admin", "operator", "viewer", "agent"] as const;
const maybeTime = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;

const keyFields = {
  id: { type: "integer", description: "Identifies the key." },
  name: { type: "string", description: "What it is called; for an agent's token its label." },
  scope: { enum: scopes, description: "What it may do." },
  prefix: { type: ["string", "null"], description: "Its first characters, to tell it by." },
  agent_guid: { type: ["string", "null"], description: "The only agent that it speaks for." },
  created_at: { type: "string", format: "date-time", description: "When it was made." },
  expires_at: maybeTime("When it ends; null is never."),
  last_used_at: maybeTime("When it was last used, at most an hour behind; null is never."),
} as const;

const keySchema = {
  title: "Key",
  type: "object",
  description: "An API key or an agent's token, without its secret.",
  required: Object.keys(keyFields),
  additionalProperties: false,
  properties: keyFields,
} as const;

const newKeySchema = {
  title: "NewKey",
  type: "object",
  description: "A key that was just made.",
  required: [...Object.keys(keyFields), "key"],
  additionalProperties: false,
  properties: { ...keyFields, key: { type: "string", description: "The secret. It is shown this once." } },
} as const;

const params = {
  type: "object",
  properties: { key_id: { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "The key's id." } },
} as const;

interface KeyBody {
  readonly name: string;
  readonly scope: Scope;
  readonly expires_at?: string | null;
}

/** The keys of the hub: list them, make one, take one back. Only for admins. */
export function addKeyRoutes(routes: Routes, { keys, sessions, clock }: House, owner: string): void {
  const common = { tag: "Authentication", scope: "admin" } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/auth/keys",
      operationId: "list_keys",
      summary: "List the keys and agent tokens, without their secrets",
      description: "The key that the environment gives the hub, if any, is not among them.",
      responses: {
        200: {
          description: "Oldest first.",
          body: {
            title: "KeyList",
            type: "object",
            required: ["keys", "total"],
            properties: {
              keys: { type: "array", items: keySchema, description: "The keys." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = keys.list().map(keyToWire);
      return { keys: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/auth/keys",
      operationId: "create_key",
      summary: "Make a key; its secret is in the answer, and nowhere else",
      request: {
        maxBodyBytes: 4096,
        body: {
          type: "object",
          description: "What the key is to be.",
          required: ["name", "scope"],
          additionalProperties: false,
          properties: {
            name: {
              type: "string",
              minLength: 1,
              maxLength: 64,
              pattern: "^[^\\x00-\\x1f\\x7f]+$",
              description: "What it is for: `backup script`. No two keys have one name.",
            },
            scope: { enum: scopes, description: "What it may do. agent: report, and nothing else." },
            expires_at: maybeTime("When it is to end; null or nothing is never."),
          },
          examples: [{ name: "backup script", scope: "viewer", expires_at: "2030-01-01T00:00:00Z" }],
        },
      },
      responses: {
        201: { description: "The key.", body: newKeySchema },
        409: { description: "Another key has this name." },
      },
    },
    async ({ body }) => {
      const { secret, row } = await keys.create(newKeyOf(body as KeyBody));
      return { ...keyToWire(row), key: secret };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "DELETE",
      path: "/auth/keys/:key_id",
      operationId: "delete_key",
      summary: "Take a key back, and end the sessions that were opened with it",
      request: { params },
      responses: {
        204: { description: "It works no more." },
        404: { description: "There is no such key." },
        409: { description: "It is the last admin key that does not expire." },
      },
    },
    async ({ params }) => {
      const { hash } = await keys.remove(Number((params as Record<string, string>)["key_id"]));
      await sessions.closeOfKey(hash);
    },
    owner,
  );

  function newKeyOf({ name, scope, expires_at: end }: KeyBody): NewKey {
    const expiresAt = end == null ? null : Date.parse(end);
    // Not a number: a time that the format allows and no calendar has, such as a leap second.
    if (expiresAt !== null && !(expiresAt > clock.now())) {
      throw new PlatformError("VALIDATION_ERROR", "expires_at must be in the future", { field: "expires_at" });
    }
    return { name: name.trim(), scope, expiresAt };
  }
}

function keyToWire({ id = 0, name, scope, prefix, agentGuid, createdAt, expiresAt, lastUsedAt }: Readonly<ApiKeyRow>) {
  const time = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
  return {
    id,
    name,
    scope,
    prefix: prefix ?? null,
    agent_guid: agentGuid ?? null,
    created_at: new Date(createdAt).toISOString(),
    expires_at: time(expiresAt),
    last_used_at: time(lastUsedAt),
  };
}
