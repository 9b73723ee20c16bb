import type { AgentMode, EnrolmentToken, IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { pinOf } from "./hub-certificate.ts";
import { installCommands } from "./install-command.ts";
import { newTokenSchema, tokenBody, tokenSchema } from "./token-schemas.ts";

const mostClaims = 20;

interface TokenBody {
  readonly name?: string | null;
  readonly mode?: AgentMode;
  readonly expiry_minutes?: number;
  readonly max_uses?: number;
  readonly updates?: boolean;
}

/** `/agents/register/tokens`: make a token and the line that uses it, list them, take one back. Only for admins. */
export function addTokenRoutes(context: IntegrationContext<AgentConfig>): void {
  const { clock, agentEnrolment } = context;
  const common = { tag: "Agents", scope: "admin", path: "/agents/register/tokens" } as const;

  context.addRoute<TokenBody, unknown>(
    {
      ...common,
      method: "POST",
      operationId: "create_enrolment_token",
      summary: "Make a token with which machines enrol, and the line that installs an agent with it",
      request: { maxBodyBytes: 4096, body: tokenBody, hasOptionalBody: true },
      responses: { 201: { description: "The token.", body: newTokenSchema } },
    },
    async ({ body, hubUrl }) => {
      const { name = null, mode = "readonly", expiry_minutes: minutes = 15, max_uses: maxUses = 1 } = body;
      const { updates: takesUpdates = false } = body;
      const expiresAt = clock.now() + minutes * 60_000;
      const { secret, token } = await agentEnrolment.create({ name, mode, expiresAt, maxUses });
      const { networkUrls, tlsCertificate } = context.hub;
      const pin = tlsCertificate === null ? null : await pinOf(tlsCertificate);
      const commands = installCommands({ hubUrl, networkUrls, pin, token: secret, takesUpdates });
      return {
        ...toWire(token, clock.now()),
        token: secret,
        install_command: commands.curl,
        install_command_wget: commands.wget,
        is_pinned: commands.curl.includes("--pin "),
      };
    },
  );

  context.addRoute(
    {
      ...common,
      method: "GET",
      operationId: "list_enrolment_tokens",
      summary: "List the tokens with which machines enrol, without their secrets",
      description: "A token that ended is listed for a week.",
      responses: {
        200: {
          description: "Newest first.",
          body: {
            title: "EnrolmentTokenList",
            type: "object",
            required: ["tokens", "total"],
            properties: {
              tokens: { type: "array", items: tokenSchema, description: "The tokens." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const tokens = agentEnrolment.list().map((token) => toWire(token, clock.now()));
      return { tokens, total: tokens.length };
    },
  );

  context.addRoute(
    {
      ...common,
      method: "DELETE",
      path: "/agents/register/tokens/:token_id",
      operationId: "delete_enrolment_token",
      summary: "Take an enrolment token back; machines that enrolled with it stay",
      request: {
        params: {
          type: "object",
          properties: {
            token_id: { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "The token's id." },
          },
        },
      },
      responses: { 204: { description: "It works no more." }, 404: { description: "There is no such token." } },
    },
    async ({ params }) => {
      const id = Number(params["token_id"]);
      if (!(await agentEnrolment.remove(id))) context.refuse("NOT_FOUND", `There is no enrolment token ${id}`);
    },
  );
}

function toWire({ id, prefix, name, mode, createdAt, expiresAt, maxUses, claims }: EnrolmentToken, now: number) {
  const newest = claims.toReversed().slice(0, mostClaims);
  return {
    id,
    token_prefix: prefix,
    name,
    mode,
    created_at: new Date(createdAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
    is_expired: expiresAt <= now,
    max_uses: maxUses,
    uses_left: Math.max(0, maxUses - claims.length),
    is_claimed: claims.length > 0,
    claims: newest.map(({ guid, hostname, claimedAt }) => ({
      server_guid: guid,
      hostname,
      claimed_at: new Date(claimedAt).toISOString(),
    })),
  };
}
