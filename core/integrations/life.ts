import type { HubClock } from "../clock/hub-clock.ts";
import { messageOf } from "../errors.ts";
import { UndoStack } from "../lifecycle/undo-stack.ts";
import type { Integration, IntegrationContext, JsonObject, Logger, Manifest, Problem, Undo } from "../sdk/index.ts";
import { AuthFailed, NotReady } from "./signals.ts";

/** Where an integration stands. */
export type LifeState = "starting" | "running" | "retrying" | "failed" | "stopped";

/** An integration whose code is loaded and whose configuration is checked. */
export interface LoadedIntegration {
  readonly manifest: Manifest;
  readonly integration: Integration<never>;
  readonly config: JsonObject;
}

/** What a life needs. */
export interface LifeParts {
  readonly clock: HubClock;
  readonly log: Logger;
  readonly createContext: (signal: AbortSignal, undos: UndoStack) => IntegrationContext;
  readonly onChange: () => void;
  /** What is to be done before each setup: its tables brought up to date. */
  readonly prepare: () => Promise<void>;
  /** Reports something that the user must fix, until it is undone. */
  readonly report: (id: string, problem: Problem) => Undo;
}

const warnMilliseconds = 2000;
const failMilliseconds = 30_000;
const firstRetryMilliseconds = 5000;
const longestRetryMilliseconds = 15 * 60_000;

/** One integration from start to stop. Whatever it added is taken back when it stops or when its setup fails half way. */
export class IntegrationLife {
  readonly #loaded: LoadedIntegration;
  readonly #parts: LifeParts;
  #state: LifeState = "stopped";
  #error: string | null = null;
  #undos = new UndoStack();
  #controller = new AbortController();
  #retryMilliseconds = firstRetryMilliseconds;
  #isStopped = false;
  #undoProblem: Undo = () => {};

  constructor(loaded: LoadedIntegration, parts: LifeParts) {
    this.#loaded = loaded;
    this.#parts = parts;
  }

  get state(): LifeState {
    return this.#state;
  }

  /** Why it is not running. */
  get error(): string | null {
    return this.#error;
  }

  /** Sets it up once; a source that is not ready is tried again later by itself. Never throws. */
  async start(): Promise<void> {
    const { clock, log } = this.#parts;
    this.#controller = new AbortController();
    this.#undos = new UndoStack();
    this.#isStopped = false;
    this.#undoProblem();
    this.#become("starting", null);
    const stopWarning = clock.after(warnMilliseconds, () => log.warn("Setup takes long; the hub goes on without it"));
    try {
      await this.#setup();
      if (this.#isStopped) return;
      this.#retryMilliseconds = firstRetryMilliseconds;
      this.#become("running", null);
    } catch (error) {
      await this.#failed(error);
    } finally {
      stopWarning();
    }
  }

  /** Stops it and takes back everything that it added. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#undoProblem();
    await this.#unwind();
    this.#become("stopped", null);
  }

  #setup(): Promise<void> {
    const { clock, createContext, prepare } = this.#parts;
    const context = createContext(this.#controller.signal, this.#undos);
    return new Promise((resolve, reject) => {
      const undo = clock.after(failMilliseconds, () => {
        reject(new Error(`Setup did not end within ${failMilliseconds / 1000} s`));
      });
      prepare()
        .then(() => this.#loaded.integration.setup(context as IntegrationContext<never>))
        .then(resolve, reject)
        .finally(undo);
    });
  }

  async #failed(error: unknown): Promise<void> {
    const { clock, log } = this.#parts;
    await this.#unwind();
    if (this.#isStopped) return;
    if (error instanceof AuthFailed) this.#undoProblem = this.#reportCredential(error.message);
    if (!(error instanceof NotReady)) {
      log.error(`Setup failed: ${messageOf(error)}`, { error });
      return this.#become("failed", messageOf(error));
    }
    log.warn(`Not ready: ${error.message}. Trying again in ${this.#retryMilliseconds / 1000} s`);
    this.#undos = new UndoStack();
    this.#undos.add(clock.after(this.#retryMilliseconds, () => void this.start()));
    this.#retryMilliseconds = Math.min(2 * this.#retryMilliseconds, longestRetryMilliseconds);
    this.#become("retrying", error.message);
  }

  #reportCredential(reason: string): Undo {
    const title = `${this.#loaded.manifest.name} refuses the credential: ${reason}`;
    const advice = "Enter a valid one, then reload the integration.";
    return this.#parts.report("credential", { severity: "error", title, advice });
  }

  async #unwind(): Promise<void> {
    this.#controller.abort(new Error(`The integration ${this.#loaded.manifest.domain} has stopped`));
    for (const error of await this.#undos.unwind()) this.#parts.log.error("Cleaning up failed", { error });
  }

  #become(state: LifeState, error: string | null): void {
    this.#state = state;
    this.#error = error;
    this.#parts.onChange();
  }
}
