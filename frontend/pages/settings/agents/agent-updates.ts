import { ContextConsumer } from "@lit/context";
import type { LitElement } from "lit";
import { apiContext } from "../../../state/contexts.ts";
import { t } from "../../../text/t.ts";
import { type AgentRecord, nameOf, type UpdateAnswer } from "./agent-record.ts";

const path = "/agents/updates";
const everyAgent = "*";

/** Asks the hub to update agents, and keeps what came of the last request. Re-renders its host. */
export class AgentUpdates {
  readonly #host: LitElement;
  readonly #onDone: () => Promise<void>;
  readonly #api: ContextConsumer<typeof apiContext, LitElement>;
  readonly #busy = new Set<string>();
  #failure: string | undefined;

  /** `onDone` is called when the hub has answered, whatever it said. */
  constructor(host: LitElement, onDone: () => Promise<void>) {
    this.#host = host;
    this.#onDone = onDone;
    this.#api = new ContextConsumer(host, { context: apiContext });
  }

  /** Why the last request failed, or which agents the hub refused to update. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether a request for that machine's agent is under way. */
  isBusy(id: string): boolean {
    return this.#busy.has(id) || this.#busy.has(everyAgent);
  }

  /** Offers one agent the version that the hub ships. */
  start(agent: AgentRecord): void {
    void this.#ask(agent.server_id, async () => {
      const answer = await this.#api.value?.post<UpdateAnswer>(path, { server_ids: [agent.server_id] });
      return describeRefusals(answer, () => nameOf(agent));
    });
  }

  /** Offers it to all that are behind and can update themselves. */
  startAll(): void {
    void this.#ask(everyAgent, async () => {
      const answer = await this.#api.value?.post<UpdateAnswer>(path, { all: true });
      // Those that cannot were named before the user said yes.
      return answer?.offered.length === 0 ? describeRefusals(answer, (id) => id) : undefined;
    });
  }

  /** Takes an offer back that the agent has not taken up. */
  withdraw({ server_id }: AgentRecord): void {
    void this.#ask(server_id, async () => {
      await this.#api.value?.delete(`${path}/${encodeURIComponent(server_id)}`);
      return undefined;
    });
  }

  async #ask(id: string, request: () => Promise<string | undefined>): Promise<void> {
    if (this.isBusy(id)) return;
    this.#busy.add(id);
    this.#host.requestUpdate();
    try {
      this.#failure = await request();
    } catch (error) {
      this.#failure = t("agents.update_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#onDone();
    this.#busy.delete(id);
    this.#host.requestUpdate();
  }
}

function describeRefusals(answer: UpdateAnswer | undefined, name: (id: string) => string): string | undefined {
  const refused = answer?.refused ?? [];
  if (refused.length === 0) return undefined;
  return refused.map(({ server_id, reason }) => t("agents.refused", { name: name(server_id), reason })).join(" ");
}
