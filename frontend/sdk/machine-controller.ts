import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import { machinesContext } from "./contexts.ts";
import type { DashboardMachine, MachineSource } from "./machine-source.ts";

/** Watches one machine's record, or all of them, and re-renders its host when a record changes. */
export class MachineController implements ReactiveController {
  readonly #host: LitElement;
  #source: MachineSource | undefined;
  #watched: string | null | undefined;
  #unwatch: Undo | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, { context: machinesContext, callback: (source) => this.#use(source) });
  }

  /** Watches the machine of that id. */
  watch(id: string): void {
    this.#watchOnly(id);
  }

  /** Watches every machine. */
  watchAll(): void {
    this.#watchOnly(null);
  }

  /** False until the hub has said which machines there are. */
  get loaded(): boolean {
    return this.#source?.loaded ?? false;
  }

  /** The watched machine; `undefined` when there is none of that id. */
  get machine(): DashboardMachine | undefined {
    return this.#watched ? this.#source?.get(this.#watched) : undefined;
  }

  /** All machines, by name. */
  get machines(): readonly DashboardMachine[] {
    return this.#source?.list() ?? [];
  }

  /** When the watched machine was last heard from, in Unix milliseconds. It does not re-render by itself. */
  get lastSeen(): number | null {
    return this.#watched ? (this.#source?.lastSeen(this.#watched) ?? null) : null;
  }

  hostConnected(): void {
    this.#rewatch();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #watchOnly(id: string | null): void {
    if (id === this.#watched) return;
    this.#watched = id;
    this.#rewatch();
  }

  #use(source: MachineSource): void {
    this.#source = source;
    this.#rewatch();
  }

  #rewatch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (!this.#source || !this.#host.isConnected || this.#watched === undefined) return;
    this.#unwatch = this.#source.watch(this.#watched, () => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }
}
