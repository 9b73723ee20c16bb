import { createAjv } from "../../../../core/schemas/ajv.ts";
import type { Entity, EntityState, EntityValue, IntegrationContext } from "../../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../../../../integrations/alerts/alert.ts";
import { type AlertsConfig, alertsConfig } from "../../../../integrations/alerts/config.ts";
import { AlertEngine } from "../../../../integrations/alerts/engine/engine.ts";
import { customRule } from "../../../../integrations/alerts/rules/custom/custom-rule.ts";
import type { CustomRuleBlock } from "../../../../integrations/alerts/rules/custom/rule-schema.ts";
import { LogSpy } from "../../../support/log-spy.ts";

type Handler = (event: never) => void;

const reviewMilliseconds = 10_000;

/** The entity that a bare engine judges. */
export const judgedEntity = {
  id: "nas.cpu_percent",
  device: "nas",
  key: "cpu_percent",
  name: "CPU",
  unit: "%",
} as Entity;

/** The real engine with one rule and one entity, without a hub: readings come as the caller says, and nothing is kept on disk. */
export class BareEngine {
  readonly events: (AlertEvent & { readonly alert: Alert })[] = [];
  readonly #engine: AlertEngine;
  readonly #handlers = new Map<string, Handler>();
  #review: () => void = () => {};
  #now: number;
  #state: EntityState | undefined;

  constructor(rule: CustomRuleBlock, now: number) {
    this.#now = now;
    this.#engine = new AlertEngine(this.#context(), [customRule(rule, { hysteresis_points: 5 })]);
  }

  async start(): Promise<void> {
    await this.#engine.start();
  }

  /** Lets time pass until then (Unix milliseconds), with the engine's reviews, brings a reading, and has it judged. */
  async read(value: EntityValue, at: number): Promise<void> {
    this.passUntil(at);
    const { id } = judgedEntity;
    const [previous, state] = [this.#state, { value, available: true, changedAt: at, updatedAt: at, attributes: {} }];
    this.#state = { id, causeId: null, ...state };
    const event = { entityId: id, state: this.#state, ...(previous ? { previous } : {}) };
    this.#handlers.get("state_changed")?.(event as never);
    await Promise.resolve();
  }

  /** Lets time pass in which nothing is said. */
  passUntil(at: number): void {
    while (this.#now + reviewMilliseconds < at) {
      this.#now += reviewMilliseconds;
      this.#review();
    }
    this.#now = at;
  }

  #context(): IntegrationContext<AlertsConfig> {
    const clock = { now: () => this.#now, monotonic: () => this.#now, after: () => () => {} };
    const none = async () => [];
    const context = {
      clock,
      config: defaults(),
      log: new LogSpy(),
      hub: { timeZone: "UTC" },
      database: { select: none, write: async () => {} },
      machines: { get: () => undefined, list: () => [], expectedServices: () => [] },
      devices: { list: () => [{ slug: judgedEntity.device }] },
      states: { get: () => this.#state, entity: () => judgedEntity, entitiesOf: () => [judgedEntity] },
      problems: { list: () => [] },
      history: { read: none, readings: none, changes: none },
      on: ({ type }: { type: string }, handler: Handler) => this.#handlers.set(type, handler),
      every: (seconds: number, task: () => void) => {
        if (seconds * 1000 === reviewMilliseconds) this.#review = task;
      },
      emit: ({ data }: { data: { id: number; kind: AlertEvent["kind"] } }) => this.#note(data),
      onStop: () => {},
    };
    return context as unknown as IntegrationContext<AlertsConfig>;
  }

  #note({ id, kind }: { readonly id: number; readonly kind: AlertEvent["kind"] }): void {
    const alert = this.#engine.book.get(id) as Alert;
    this.events.push({ alertId: id, at: this.#now, kind, by: null, note: null, alert });
  }
}

function defaults(): AlertsConfig {
  const config = {};
  createAjv({ useDefaults: true, formats: { "http-url": true } }).compile(alertsConfig)(config);
  return config as AlertsConfig;
}
