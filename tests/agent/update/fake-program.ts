import type { AgentEnd, AgentProgram, RunningAgent } from "../../../agent/runtime/agent-program.ts";

/** An agent that does what a test wants. */
export class FakeAgent implements RunningAgent {
  readonly accepted: Promise<void>;
  readonly ended: Promise<AgentEnd>;
  isStopped = false;
  accept: () => void = () => {};
  end: (end: AgentEnd) => void = () => {};

  constructor() {
    this.accepted = new Promise((resolve) => {
      this.accept = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  stop(): Promise<AgentEnd> {
    this.isStopped = true;
    this.end({ code: 0, lastWords: "" });
    return this.ended;
  }
}

/** Files of agents that do what a test wants. */
export class FakeProgram implements AgentProgram {
  readonly started: FakeAgent[] = [];
  /** What a file prints for `--once`. */
  printed: string | Error = '{"agent_version":"0.2.0"}';
  /** What happens to an agent that is started. */
  onStart: (agent: FakeAgent) => void = () => {};

  async print(): Promise<string> {
    if (this.printed instanceof Error) throw this.printed;
    return this.printed;
  }

  async start(): Promise<RunningAgent> {
    const agent = new FakeAgent();
    this.started.push(agent);
    this.onStart(agent);
    return agent;
  }
}
