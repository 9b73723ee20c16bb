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
  /** Oldest first, by what tells one from another. */
  #kept = new Map<string, KeptCommandResult>();
  #isStored = true;

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const stored = await this.#context.storage.get(storageKey);
    if (Array.isArray(stored)) this.#kept = byIdentity(stored as unknown as readonly KeptCommandResult[]);
  }

  /** Takes results in and says their ids. One that comes again takes its own place. They last once `stored` has resolved. */
  add(serverId: string, results: readonly HeartbeatCommandResult[]): readonly number[] {
    const receivedAt = new Date(this.#context.clock.now()).toISOString();
    for (const result of results) this.#add(keptOf(result, serverId, receivedAt));
    return [...new Set(results.map(({ action_id }) => action_id))];
  }

  /** Writes what was added: once for a whole batch, since all of them are written each time. */
  async stored(): Promise<void> {
    if (this.#isStored) return;
    this.#kept = byIdentity(newest([...this.#kept.values()]));
    this.#isStored = true;
    try {
      await this.#context.storage.set(storageKey, [...this.#kept.values()] as unknown as Json);
    } catch (error) {
      this.#isStored = false;
      throw error;
    }
  }

  /** Newest first. */
  list(): readonly KeptCommandResult[] {
    return [...this.#kept.values()].toReversed();
  }

  #add(result: KeptCommandResult): void {
    const { server_id, action_id, exit_code } = result;
    const identity = identityOf(result);
    const isKnown = this.#kept.delete(identity);
    if (!isKnown) this.#context.emit({ type: "command_result_received", data: { server_id, action_id, exit_code } });
    this.#kept.set(identity, result);
    this.#isStored = false;
  }
}

function byIdentity(results: readonly KeptCommandResult[]): Map<string, KeptCommandResult> {
  return new Map(results.map((result) => [identityOf(result), result]));
}

function identityOf({ server_id, action_id, completed_at }: KeptCommandResult): string {
  return `${server_id} ${action_id} ${completed_at}`;
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
