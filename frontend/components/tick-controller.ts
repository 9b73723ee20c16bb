import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import { clockContext, type HubClock } from "../sdk/index.ts";

/** Re-renders its host every so many seconds while it is running, for texts such as "4 s ago". */
export class TickController implements ReactiveController {
  readonly #host: LitElement;
  readonly #seconds: number;
  #clock: HubClock | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isWanted: boolean;

  constructor(host: LitElement, seconds: number, isRunning = true) {
    this.#host = host;
    this.#seconds = seconds;
    this.#isWanted = isRunning;
    host.addController(this);
    new ContextConsumer(host, {
      context: clockContext,
      callback: (clock) => {
        this.#clock = clock;
        host.requestUpdate();
      },
    });
  }

  /** The hub's time, in Unix milliseconds. */
  get now(): number {
    return this.#clock?.now() ?? Date.now();
  }

  /** Starts or stops the ticking. */
  run(isWanted: boolean): void {
    this.#isWanted = isWanted;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!isWanted || !this.#host.isConnected) return;
    this.#timer = setInterval(() => this.#host.requestUpdate(), this.#seconds * 1000);
  }

  hostConnected(): void {
    this.run(this.#isWanted);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
