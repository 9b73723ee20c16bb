import type { AgentCredential, IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";

const maybeTime = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;

const fields = {
  server_guid: { type: "string", description: "The agent's GUID." },
  api_token_prefix: { type: ["string", "null"], description: "The token's first characters." },
  is_legacy: { type: "boolean", description: "The agent shares its token with others: false." },
  created_at: { type: "string", format: "date-time", description: "When the token was made." },
  last_used_at: maybeTime("When it was last used, at most an hour behind; null is never, or not known."),
  is_revoked: { type: "boolean", description: "It was taken back: the agent has to enrol anew." },
  revoked_at: maybeTime("When it was taken back."),
  is_rotating: { type: "boolean", description: "A new token waits for the agent, or was not used by it yet." },
} as const;

const credentialSchema = {
  title: "AgentCredential",
  type: "object",
  description: "The token of one agent, without its secret.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;

const params = {
  type: "object",
  properties: {
    guid: { type: "string", minLength: 1, maxLength: 64, description: "The agent's GUID." },
  },
} as const;

/** `/agents/credentials/{guid}`: see, renew or end the token of one agent. Only for admins. */
export function addCredentialRoutes(context: IntegrationContext<AgentConfig>): void {
  const { agentCredentials } = context;
  const path = "/agents/credentials/:guid";
  const notFound = { 404: { description: "The agent has no token of its own." } };
  const common = { tag: "Agents", scope: "admin", request: { params } } as const;
  const guidOf = (parameters: Readonly<Record<string, string>>) => parameters["guid"]?.toLowerCase() ?? "";

  context.addRoute(
    {
      ...common,
      method: "GET",
      path,
      operationId: "get_agent_credential",
      summary: "Show what is known of an agent's token",
      responses: { 200: { description: "The token, without its secret.", body: credentialSchema }, ...notFound },
    },
    ({ params }) => {
      const guid = guidOf(params);
      const credential = agentCredentials.get(guid);
      return credential ? toWire(credential) : context.refuse("NOT_FOUND", `The agent ${guid} has no token of its own`);
    },
  );

  context.addRoute(
    {
      ...common,
      method: "POST",
      path: `${path}/rotate`,
      operationId: "rotate_agent_credential",
      summary: "Give an agent a new token, with the answer to its next heartbeat",
      description: "The old one goes on until the new one is used, so an agent that is away loses nothing.",
      responses: { 200: { description: "The new token waits for the agent.", body: credentialSchema }, ...notFound },
    },
    async ({ params }) => toWire(await agentCredentials.rotate(guidOf(params))),
  );

  context.addRoute(
    {
      ...common,
      method: "POST",
      path: `${path}/revoke`,
      operationId: "revoke_agent_credential",
      summary: "End an agent's token at once",
      responses: { 200: { description: "The agent is refused from now on.", body: credentialSchema }, ...notFound },
    },
    async ({ params }) => toWire(await agentCredentials.revoke(guidOf(params))),
  );
}

function toWire({ guid, prefix, createdAt, lastUsedAt, revokedAt, isRotating }: AgentCredential) {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    server_guid: guid,
    api_token_prefix: prefix,
    is_legacy: false,
    created_at: new Date(createdAt).toISOString(),
    last_used_at: time(lastUsedAt),
    is_revoked: revokedAt !== null,
    revoked_at: time(revokedAt),
    is_rotating: isRotating,
  };
}
