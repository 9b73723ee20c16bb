import { randomUUID } from "node:crypto";
import type { AgentMode, Caller, IntegrationContext } from "../../../core/sdk/index.ts";
import type { CloneGuard } from "../clone-guard.ts";
import type { AgentConfig } from "../config.ts";

const uuid4 = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$";

interface ClaimBody {
  readonly token: string;
  readonly hostname: string;
  readonly server_id?: string | null;
  readonly server_guid?: string | null;
  readonly api_token?: string | null;
}

const claimBody = {
  type: "object",
  description: "Who enrols, and the token that permits it.",
  required: ["token", "hostname"],
  properties: {
    token: { type: "string", minLength: 1, maxLength: 256, description: "An enrolment token." },
    hostname: { type: "string", minLength: 1, maxLength: 255, description: "The machine's own name." },
    server_id: {
      type: ["string", "null"],
      pattern: "^[a-z0-9-]{1,100}$",
      description: "The id that the machine proposes for itself.",
    },
    server_guid: {
      type: ["string", "null"],
      pattern: uuid4,
      description: "The agent's identity, UUID v4. Without one the hub makes one.",
    },
    api_token: {
      type: ["string", "null"],
      maxLength: 256,
      description: "The token that the agent has already. When that still works, it stays.",
    },
  },
  examples: [{ token: "hle_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", hostname: "nas", server_id: "nas" }],
} as const;

const claimAnswer = {
  title: "EnrolmentClaim",
  type: "object",
  description: "What an agent needs to report.",
  required: ["success", "server_id", "server_guid", "api_token", "mode", "heartbeat_interval_seconds", "hub_version"],
  additionalProperties: false,
  properties: {
    success: { const: true, description: "The machine may report now." },
    server_id: {
      type: "string",
      description: "The machine's id on this hub, as far as it is known before it reports.",
    },
    server_guid: { type: "string", description: "The agent's GUID." },
    api_token: {
      type: ["string", "null"],
      description: "The agent's own token, which is shown this once; null when the one that it has stays.",
    },
    mode: { enum: ["readonly", "readwrite"], description: "What the agent may do on its machine." },
    heartbeat_interval_seconds: { type: "number", description: "How often to report." },
    hub_version: { type: "string", description: "The hub's version, and that of the agent it ships." },
  },
} as const;

/** `POST /agents/register/claim`: an enrolment token becomes an agent's own. The token is the authority, so the route is open. */
export function addClaimRoute(context: IntegrationContext<AgentConfig>, guard: CloneGuard): void {
  context.addRoute<ClaimBody, unknown>(
    {
      method: "POST",
      path: "/agents/register/claim",
      operationId: "claim_agent_token",
      summary: "Enrol a machine: an enrolment token becomes the agent's own token",
      description: "The same agent may ask again until it has reported, and gets a new token each time.",
      tag: "Agents",
      scope: "open",
      request: { maxBodyBytes: 4096, body: claimBody },
      responses: {
        200: { description: "Enrolled.", body: claimAnswer },
        401: { description: "The token is not known, used up, or too old." },
        409: { description: "The GUID is that of an agent which has its token already." },
        429: { description: "Too many wrong ones from this address; Retry-After says how long to wait." },
      },
    },
    async ({ body, caller }) => {
      const guid = body.server_guid?.toLowerCase() ?? randomUUID();
      const { token, mode } = await enrol(body, guid, caller);
      return {
        success: true,
        server_id: serverIdOf(body, guid),
        server_guid: guid,
        api_token: token,
        mode,
        heartbeat_interval_seconds: context.config.heartbeat_interval_seconds,
        hub_version: context.hub.version,
      };
    },
  );

  async function enrol(
    { token, hostname, api_token: presentToken = null }: ClaimBody,
    guid: string,
    { address }: Caller,
  ): Promise<{ readonly token: string | null; readonly mode: AgentMode }> {
    // A clone's token speaks for its original alone: what it was offered is its way to one of its own.
    if (guard.admits(token, guid)) return { token: await context.agentCredentials.issue(guid), mode: "readonly" };
    return context.agentEnrolment.claim({ enrolmentToken: token, guid, hostname, presentToken, address });
  }

  function serverIdOf({ server_id: proposed, hostname }: ClaimBody, guid: string): string {
    const known = context.machines.list().find((machine) => machine.guid === guid);
    return known?.id ?? proposed ?? (slugOf(hostname) || "machine");
  }
}

function slugOf(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
}
