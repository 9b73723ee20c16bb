import type { Json, JsonSchema } from "./json.ts";
import type { Scope } from "./route.ts";

/** Something that can be called: by a person, a rule, a script or another integration. */
export interface ServiceDefinition {
  /** snake_case verb: `restart_container`. Its full name is `<domain>.<name>`. */
  readonly name: string;
  /** For people: `Restart a container`. */
  readonly title: string;
  readonly description: string;
  /** Schema of the input, an object. Forms are made from it, so every property has a description. */
  readonly input: JsonSchema;
  /** Schema of the output; absent when there is none. */
  readonly output?: JsonSchema;
  /** What a caller over HTTP needs. Default: `operator`. */
  readonly scope?: Scope;
  /** After this time the caller gets `TIMEOUT`. Default: 30. */
  readonly timeoutSeconds?: number;
}

/** Who calls a service, and why. */
export interface ServiceCall {
  /** The name of the key, session or integration that calls. */
  readonly caller: string;
  /** The chain of causes that this call belongs to; everything that it leads to carries the same id. */
  readonly causeId: string;
  /** Aborts when the call takes too long or the integration stops. */
  readonly signal: AbortSignal;
}

/** Runs a call with checked input. What it returns is checked too, and is what the caller gets. */
export type ServiceHandler<Input = Json> = (
  input: Input,
  call: ServiceCall,
) => Promise<Json> | Promise<void> | Json | void;
