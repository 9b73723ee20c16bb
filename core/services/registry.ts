import { currentCause } from "../causes/causes.ts";
import { messageOf, PlatformError } from "../errors.ts";
import type { Check, Validation } from "../schemas/validation.ts";
import type { Clock, Json, Scope, ServiceDefinition, ServiceHandler, Undo } from "../sdk/index.ts";
import type { ServiceAudit } from "./audit.ts";
import { hideWriteOnly } from "./hide-write-only.ts";

const defaultTimeoutSeconds = 30;

interface RegisteredService {
  readonly definition: ServiceDefinition;
  readonly checkInput: Check;
  readonly checkOutput: Check | undefined;
  readonly run: ServiceHandler;
  /** Aborts when the integration that offers it stops. */
  readonly signal: AbortSignal;
}

/** Who offers a service. */
export interface ServiceOwner {
  readonly domain: string;
  readonly signal: AbortSignal;
}

/** A service as others see it. */
export interface ServiceReport extends Omit<ServiceDefinition, "scope"> {
  /** `<domain>.<name>`. */
  readonly id: string;
  readonly domain: string;
  readonly scope: Scope;
}

/** Everything that can be called. Input and output are checked, and every call is audited, also a refused one. */
export class ServiceRegistry {
  readonly #validation: Validation;
  readonly #audit: ServiceAudit;
  readonly #clock: Clock;
  readonly #services = new Map<string, RegisteredService>();

  constructor(validation: Validation, audit: ServiceAudit, clock: Clock) {
    this.#validation = validation;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Offers a service. Throws when the name is taken or a schema is wrong. */
  add(owner: ServiceOwner, definition: ServiceDefinition, run: ServiceHandler): Undo {
    const id = `${owner.domain}.${definition.name}`;
    if (this.#services.has(id)) throw new Error(`The service ${id} exists already`);
    const service: RegisteredService = {
      definition,
      checkInput: this.#validation.body(definition.input),
      checkOutput: definition.output && this.#validation.body(definition.output),
      run,
      signal: owner.signal,
    };
    this.#services.set(id, service);
    return () => {
      if (this.#services.get(id) === service) this.#services.delete(id);
    };
  }

  list(): readonly ServiceReport[] {
    return [...this.#services].map(([id, { definition }]) => ({
      ...definition,
      id,
      domain: id.slice(0, id.indexOf(".")),
      scope: definition.scope ?? "operator",
    }));
  }

  /** What a caller needs for a service. Throws `NOT_FOUND` for one that nobody offers. */
  scopeOf(id: string): Scope {
    return this.#find(id).definition.scope ?? "operator";
  }

  /**
   * Calls a service and resolves to its output. Throws `NOT_FOUND`, `VALIDATION_ERROR` for a wrong input, `TIMEOUT`, what the
   * service itself refuses with, and `UPSTREAM_ERROR` when it fails in any other way.
   */
  async call(id: string, input: Json, caller: string): Promise<Json> {
    const startedAt = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    const service = this.#services.get(id);
    const hidden = service ? hideWriteOnly(input, service.definition.input) : null;
    const entry = { service: id, caller, cause: currentCause(), input: hidden, startedAt };
    try {
      const output = await this.#run(this.#find(id), id, structuredClone(input), caller);
      this.#audit.add({ ...entry, durationMilliseconds: this.#clock.monotonic() - monotonic, error: null });
      return output;
    } catch (error) {
      const known = toPlatformError(id, error);
      this.#audit.add({ ...entry, durationMilliseconds: this.#clock.monotonic() - monotonic, error: known });
      throw known;
    }
  }

  async #run(service: RegisteredService, id: string, input: Json, caller: string): Promise<Json> {
    const { definition, checkInput, checkOutput, run } = service;
    checkInput(input);
    const timeoutSeconds = definition.timeoutSeconds ?? defaultTimeoutSeconds;
    const signal = this.#clock.deadline(timeoutSeconds * 1000, service.signal);
    const causeId = currentCause()?.id ?? "";
    const output = await untilAborted(Promise.resolve(run(input, { caller, causeId, signal })), signal, () =>
      service.signal.aborted
        ? new PlatformError("UNAVAILABLE", `The integration that offers ${id} has stopped`)
        : new PlatformError("TIMEOUT", `The service ${id} did not end within ${timeoutSeconds} s`),
    );
    const plain: Json = output === undefined ? null : structuredClone(output);
    try {
      checkOutput?.(plain);
    } catch (error) {
      throw new Error(`its output is not what it declares: ${messageOf(error)}`);
    }
    return plain;
  }

  #find(id: string): RegisteredService {
    const service = this.#services.get(id);
    if (!service) throw new PlatformError("NOT_FOUND", `There is no service '${id}'; GET /services lists them`);
    return service;
  }
}

function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal, reason: () => Error): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(reason());
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function toPlatformError(id: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError("UPSTREAM_ERROR", `The service ${id} failed: ${messageOf(error)}`, { cause: error });
}
