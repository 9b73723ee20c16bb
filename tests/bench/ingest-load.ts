import { quantile } from "./figures.ts";
import { PreparedHeartbeat } from "./prepared-heartbeat.ts";
import { RawConnection } from "./raw-connection.ts";

/** What is to be sent. */
export interface LoadPlan {
  readonly connections: number;
  readonly seconds: number;
  /** Heartbeats offered a second, whether answered or not. Absent: each connection sends its next when it has its answer. */
  readonly perSecond?: number;
}

/** What came of it. Times are those of accepted heartbeats, in milliseconds from when each was due. */
export interface LoadOutcome {
  readonly acceptedPerSecond: number;
  /** Share of the answers that were 503. */
  readonly refusedShare: number;
  /** Other answers, and connections that broke. */
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How long the last answers may take, in milliseconds. */
const patience = 10_000;
/** How long who was refused waits, in milliseconds: far less than an agent would. */
const refusedWait = 1000;

/** Sends the heartbeats of a fleet for a while. */
export class IngestLoad {
  readonly #url: URL;
  readonly #fleet: readonly PreparedHeartbeat[];
  #connections = new Set<RawConnection>();
  #idle: RawConnection[] = [];
  #times: number[] = [];
  #refused = 0;
  #failed = 0;
  #sent = 0;
  #isRunning = false;
  #isClosed = false;

  constructor(url: URL, fleetSize: number, key: string) {
    this.#url = url;
    this.#fleet = Array.from({ length: fleetSize }, (_, number) => new PreparedHeartbeat(number, url.host, key));
  }

  async run({ connections, seconds, perSecond }: LoadPlan): Promise<LoadOutcome> {
    this.#times = [];
    this.#refused = 0;
    this.#failed = 0;
    this.#isRunning = true;
    this.#isClosed = perSecond === undefined;
    for (let count = 0; count < connections; count++) this.#open();
    const startedAt = performance.now();
    if (perSecond === undefined) {
      while (this.#idle.length > 0) this.#send(performance.now());
      await wait(seconds * 1000);
    } else await this.#offer(perSecond, startedAt, seconds * 1000);
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    const accepted = this.#times.length;
    this.#isRunning = false;
    await this.#drain();
    return this.#outcome(accepted / elapsedSeconds);
  }

  /** Sends what is due every millisecond. What finds no free connection waits, and its time runs. */
  async #offer(perSecond: number, startedAt: number, milliseconds: number): Promise<void> {
    for (let count = 0; ; ) {
      const elapsed = performance.now() - startedAt;
      if (elapsed >= milliseconds) return;
      const due = Math.floor((elapsed * perSecond) / 1000);
      while (count < due && this.#idle.length > 0) this.#send(startedAt + (count++ * 1000) / perSecond);
      await wait(1);
    }
  }

  #open(): void {
    const connection: RawConnection = new RawConnection(this.#url, {
      answered: (one, status) => this.#answered(one, status),
      closed: (one) => this.#lost(one),
    });
    this.#connections.add(connection);
    this.#idle.push(connection);
  }

  #send(since: number): void {
    const machine = this.#fleet[this.#sent++ % this.#fleet.length];
    const connection = this.#idle.pop();
    if (machine && connection) connection.send(machine.next(Date.now()), since);
  }

  #answered(connection: RawConnection, status: number): void {
    if (status === 200) this.#times.push(performance.now() - connection.since);
    else if (status === 503) this.#refused++;
    else this.#failed++;
    if (status === 503) setTimeout(() => this.#free(connection), refusedWait);
    else this.#free(connection);
  }

  #free(connection: RawConnection): void {
    if (!this.#connections.has(connection)) return;
    this.#idle.push(connection);
    if (this.#isRunning && this.#isClosed) this.#send(performance.now());
  }

  #lost(connection: RawConnection): void {
    this.#connections.delete(connection);
    this.#idle = this.#idle.filter((one) => one !== connection);
    if (!this.#isRunning) return;
    if (connection.isWaiting) this.#failed++;
    this.#open();
    if (this.#isClosed) this.#send(performance.now());
  }

  async #drain(): Promise<void> {
    for (const until = performance.now() + patience; performance.now() < until; ) {
      if ([...this.#connections].every(({ isWaiting }) => !isWaiting)) break;
      await wait(20);
    }
    this.#idle = [];
    for (const connection of this.#connections) connection.close();
    this.#connections = new Set();
  }

  #outcome(acceptedPerSecond: number): LoadOutcome {
    const sorted = Float64Array.from(this.#times).sort();
    const answers = sorted.length + this.#refused;
    return {
      acceptedPerSecond,
      refusedShare: answers === 0 ? 0 : this.#refused / answers,
      failed: this.#failed,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
    };
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
