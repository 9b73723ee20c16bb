import { commandResult, type HeartbeatCommandResult } from "../../../agent/protocol.ts";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import type { CommandResults } from "./command-results.ts";

/** As much as one result may say: both outputs, with every character escaped. */
const maxBodyBytes = 8 * 1024 * 1024;

const resultBody = {
  title: "CommandResult",
  description: "What became of a command.",
  ...commandResult,
  required: ["server_id", ...commandResult.required],
  properties: {
    server_id: { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine that ran it." },
    ...commandResult.properties,
  },
  examples: [{ server_id: "mediaserver", action_id: 1, exit_code: 0, stdout: "restarted", stderr: "" }],
} as const;

const acknowledgement = {
  title: "CommandResultAnswer",
  type: "object",
  description: "It is stored; the agent may forget it.",
  required: ["status", "received", "results_acknowledged"],
  properties: {
    status: { const: "ok", description: "The result is good." },
    received: { const: true, description: "It is stored." },
    results_acknowledged: { type: "array", items: { type: "integer" }, description: "The command's id." },
  },
} as const;

const text = (description: string) => ({ type: ["string", "null"], description }) as const;
const time = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;

const kept = {
  title: "KeptCommandResult",
  type: "object",
  description: "What an agent said became of a command.",
  required: ["server_id", "action_id", "received_at"],
  properties: {
    server_id: { type: "string", description: "The machine, as its agent calls it." },
    action_id: { type: "integer", description: "The command, as the hub that gave it counted." },
    exit_code: { type: ["integer", "null"], description: "How it ended." },
    stdout: text("The end of what it printed."),
    stderr: text("The end of what it complained about."),
    is_cut: { type: "boolean", description: "Some of the output is left out." },
    executed_at: time("When it began."),
    completed_at: time("When it ended."),
    received_at: time("When the hub learned of it."),
  },
} as const;

/** `POST /agents/command-result` for older agents, and what they said. */
export function addCommandResultRoutes(context: IntegrationContext<AgentConfig>, results: CommandResults): void {
  context.addRoute<HeartbeatCommandResult & { readonly server_id: string }, unknown>(
    {
      method: "POST",
      path: "/agents/command-result",
      operationId: "create_command_result",
      summary: "Report what became of a command (old agents)",
      description:
        "This hub gives no commands to agents; what an agent still has to tell of another hub's is recorded.",
      tag: "Agents",
      scope: "agent",
      deprecated: true,
      request: { maxBodyBytes, body: resultBody },
      responses: { 200: { description: "Recorded.", body: acknowledgement } },
    },
    async ({ body: { server_id, ...result }, caller: { agentGuid } }) => {
      // A token speaks for its own machine only, whatever the body says.
      const own = agentGuid === undefined ? undefined : context.machines.list().find(({ guid }) => guid === agentGuid);
      const acknowledged = results.add(own?.id ?? server_id, [result]);
      await results.stored();
      return { status: "ok", received: true, results_acknowledged: acknowledged };
    },
  );

  context.addRoute(
    {
      method: "GET",
      path: "/agents/command-results",
      operationId: "list_command_results",
      summary: "List what agents said became of commands, newest first",
      tag: "Agents",
      scope: "operator",
      responses: {
        200: {
          description: "The last 200.",
          body: {
            type: "object",
            required: ["command_results", "total"],
            properties: {
              command_results: { type: "array", items: kept, description: "Newest first." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = results.list();
      return { command_results: list, total: list.length };
    },
  );
}
