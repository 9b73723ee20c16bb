import type { HeartbeatCommandResult } from "../../../agent/protocol.ts";
import type { IntegrationContext, Json } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { readTime } from "../heartbeat-time.ts";

const storageKey = "command results";
/** How many are kept, of all machines together; agents with commands of their own are a thing of the past. */
const mostKept = 200;
/** Characters of JSON that they may take: the storage takes a million. */
const mostCharacters = 800_000;
/** Characters of each output that are kept. */
const longestOutput = 4000;

/** What became of a command, as it is kept and shown. */
export interface KeptCommandResult {
  readonly server_id: string;
  readonly action_id: number;
  readonly exit_code: number | null;
  /** The end of it, which says most. */
  readonly stdout: string | null;
  readonly stderr: string | null;
  /** Some of the output is left out. */
  readonly is_cut: boolean;
  readonly executed_at: string | null;
  readonly completed_at: string | null;
  readonly received_at: string;
}

/** Remembers what older agents say became of the commands that another hub gave them. */
export class CommandResults {
  readonly #context: IntegrationContext<AgentConfig>;
  #kept: readonly KeptCommandResult[] = [];

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const stored = await this.#context.storage.get(storageKey);
    if (Array.isArray(stored)) this.#kept = stored as unknown as readonly KeptCommandResult[];
  }

  /** Resolves with the ids of the results once they are on disk. One that comes again takes its own place. */
  async record(serverId: string, results: readonly HeartbeatCommandResult[]): Promise<readonly number[]> {
    if (results.length === 0) return [];
    const receivedAt = new Date(this.#context.clock.now()).toISOString();
    for (const result of results) this.#add(keptOf(result, serverId, receivedAt));
    await this.#context.storage.set(storageKey, this.#kept as unknown as Json);
    return [...new Set(results.map(({ action_id }) => action_id))];
  }

  /** Newest first. */
  list(): readonly KeptCommandResult[] {
    return this.#kept.toReversed();
  }

  #add(result: KeptCommandResult): void {
    const { server_id, action_id, exit_code, completed_at } = result;
    const isSame = (one: KeptCommandResult) =>
      one.server_id === server_id && one.action_id === action_id && one.completed_at === completed_at;
    if (!this.#kept.some(isSame)) {
      this.#context.emit({ type: "command_result_received", data: { server_id, action_id, exit_code } });
    }
    this.#kept = newest([...this.#kept.filter((one) => !isSame(one)), result]);
  }
}

/** Of too many the oldest go. */
function newest(results: readonly KeptCommandResult[]): readonly KeptCommandResult[] {
  let left = mostCharacters;
  const isTooMuch = (result: KeptCommandResult) => {
    left -= JSON.stringify(result).length;
    return left < 0;
  };
  return results.slice(results.findLastIndex(isTooMuch) + 1).slice(-mostKept);
}

function keptOf(result: HeartbeatCommandResult, serverId: string, receivedAt: string): KeptCommandResult {
  const { action_id, exit_code = null, stdout = null, stderr = null, executed_at, completed_at } = result;
  return {
    server_id: serverId,
    action_id,
    exit_code,
    stdout: endOf(stdout),
    stderr: endOf(stderr),
    is_cut: [stdout, stderr].some((output) => (output?.length ?? 0) > longestOutput),
    executed_at: timeOf(executed_at),
    completed_at: timeOf(completed_at),
    received_at: receivedAt,
  };
}

function endOf(output: string | null): string | null {
  return output === null ? null : output.slice(-longestOutput).toWellFormed();
}

/** What an agent wrote that is no time tells nothing. */
function timeOf(text: string | null | undefined): string | null {
  try {
    return text == null ? null : new Date(readTime(text)).toISOString();
  } catch {
    return null;
  }
}
