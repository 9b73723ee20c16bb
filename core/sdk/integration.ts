import type { FetchAnswer, FetchRequest, HistoryReader, Storage } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import type { ConfigFinding, Configuration } from "./configuration.ts";
import type { IntegrationDatabase, IntegrationMigration } from "./database.ts";
import type { Device, DeviceClaim, DeviceReader, MachineFields, MachineReader } from "./device.ts";
import type { AgentCredentials, AgentEnrolment } from "./enrolment.ts";
import type { EntityDefinition, EntitySet, StateReader } from "./entity.ts";
import type { EventFilter, EventName, IntegrationEvent, PlatformEvents } from "./event.ts";
import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { Undo } from "./lifecycle.ts";
import type { Logger } from "./logger.ts";
import type { Mqtt } from "./mqtt.ts";
import type { Notification, NotificationChannel } from "./notification.ts";
import type { Problem, ProblemReader } from "./problem.ts";
import type { PublicFile } from "./public-file.ts";
import type { RouteDefinition, RouteRequest } from "./route.ts";
import type { ServiceDefinition, ServiceHandler } from "./service.ts";

/** What an integration's `index.ts` exports by default. */
export interface Integration<Config = JsonObject> {
  /** JSON schema of its block in config.yaml, with defaults: the only place where defaults live. */
  readonly config: JsonSchema;
  /** What its schema cannot say: everything that is wrong with a block which the schema accepts. Empty: it is good. */
  check?(config: Readonly<Config>): readonly ConfigFinding[];
  /** The shape of its tables, brought up to date before it starts. Needs the permission `database`. */
  readonly migrations?: readonly IntegrationMigration[];
  /** Starts it. Everything added through the context is undone on stop, in reverse order, also when setup failed. */
  setup(context: IntegrationContext<Config>): Promise<void> | void;
}

/** Everything that an integration may touch. */
export interface IntegrationContext<Config = JsonObject> {
  readonly config: Readonly<Config>;
  readonly log: Logger;
  /** Aborts when the integration stops; pass it to every wait. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly hub: HubFacts;

  /** Says who a device is; resolves to the device that the claim belongs to. Repeating an equal claim costs nothing. */
  claim(claim: DeviceClaim): Promise<Device>;
  /** Takes back what was claimed under that ref: the device is gone, or was never this one. */
  unclaim(ref: string): Promise<void>;
  readonly devices: DeviceReader;
  /** Says that the device was heard from just now, and how often that is to be expected. */
  seen(device: Device, presence: Presence): void;
  /** Turns a table into live entities of one device. */
  entities<Source>(device: Device, table: readonly EntityDefinition<Source>[]): EntitySet<Source>;
  readonly machines: MachineReader;
  /** Adds fields to every machine that the API lists. */
  contributeMachineFields(fields: MachineFields): Undo;
  readonly states: StateReader;
  /** Resolves once everything recorded so far is committed to disk. Throws `UNAVAILABLE` when the disk cannot keep up. */
  recorded(): Promise<void>;

  /** A check of a value against a schema: what is wrong with it in one line, or `null`. */
  validator(schema: JsonSchema): (value: Json) => string | null;

  on<Name extends EventName>(
    filter: EventFilter<Name> & { readonly type: Name },
    handler: (event: PlatformEvents[Name]) => void,
  ): Undo;
  /** Tells the house that something happened; listeners name it `<domain>.<type>`. */
  emit(event: IntegrationEvent): void;
  /** Offers a service, `<domain>.<name>`. Input and output are checked against its schemas, and each call is audited. */
  addService<Input = Json>(definition: ServiceDefinition, run: ServiceHandler<Input>): Undo;
  /** Calls a service, also another integration's. Rejects with what the service refuses, or a `TIMEOUT`. */
  call(service: string, input: Json): Promise<Json>;
  /** Reports something that the user must fix, until it is undone. The same id again brings it up to date. */
  problem(id: string, problem: Problem): Undo;
  /** All problems that there are; `problem_changed` says that one became different. */
  readonly problems: ProblemReader;
  /** Adds an HTTP route. What `handle` returns, or the promise of it, is the body; errors keep their code and status. */
  addRoute<Body, Query>(definition: RouteDefinition, handle: (request: RouteRequest<Body, Query>) => unknown): Undo;
  /** Serves a file to everybody, outside the API. */
  addFile(file: PublicFile): Undo;
  /** Runs `task` now and then every so many seconds, never twice at once. */
  every(seconds: number, task: () => Promise<void> | void): Undo;
  /** Runs `task` at the times of a cron expression, in the hub's time zone. */
  cron(expression: string, task: () => Promise<void> | void): Undo;

  /** What was it worth? */
  readonly history: HistoryReader;
  readonly storage: Storage;
  /** Tables of the integration's own. The manifest must permit it: `database`. */
  readonly database: IntegrationDatabase;
  /** Tells people, on every channel that is to have it. Resolves once it is on disk; it is sent from there. */
  notify(notification: Notification): Promise<void>;
  /** Offers a way to reach people; what waited for it is sent. */
  addChannel(channel: NotificationChannel): Promise<void>;
  /** Sends a test on a channel, whoever's it is. The manifest must permit it: `test-channel`. Throws `NOT_FOUND`, or `UPSTREAM_ERROR` with the reason. */
  testChannel(name: string): Promise<void>;
  /** What stands in config.yaml. */
  readonly configuration: Configuration;
  /** Asks a host that the manifest permits: `net:<host>`. */
  fetch(url: string, request?: FetchRequest): Promise<FetchAnswer>;
  /** Messages, on the topics that the manifest permits: `mqtt:<topic filter>`. */
  readonly mqtt: Mqtt;
  readonly agentTokens: AgentTokens;
  readonly agentCredentials: AgentCredentials;
  readonly agentEnrolment: AgentEnrolment;
  /** Answers a request with an error. `code` decides the HTTP status. */
  refuse(code: ErrorCode, message: string): never;
  /** Ends setup and has it tried again later, with back-off. */
  notReady(why: string): never;
  /** Ends setup because a credential is refused: a problem asks the user, and it is not tried again until it is reloaded. */
  authFailed(why: string): never;
  onStop(cleanup: () => Promise<void> | void): void;
}

/** Codes of errors, each with its HTTP status: 400, 400, 403, 404, 409, 422, 502, 503, 504. */
export type ErrorCode =
  | "BAD_REQUEST"
  | "INVALID_STATE"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "VALIDATION_ERROR"
  | "UPSTREAM_ERROR"
  | "UNAVAILABLE"
  | "TIMEOUT";

/** What an integration may know of the hub. */
export interface HubFacts {
  readonly version: string;
  /** IANA name of the zone in which people read times. */
  readonly timeZone: string;
  /** Where a program on the hub's own machine reaches the hub's HTTP server. */
  readonly localUrl: string;
  /** Where programs on other machines reach it, when it listens at every address: one for each of this machine's. */
  readonly networkUrls: readonly string[];
  /** PEM file of the certificate with which the hub itself speaks HTTPS, with its chain; `null` when it speaks HTTP. */
  readonly tlsCertificate: string | null;
  /** This integration's own folder below the data folder; it exists. */
  readonly dataFolder: string;
  /** Where the agent's bundle lies, built with the hub. */
  readonly agentBundle: string;
  /** The kind of container image that the hub is packed in, apart from its machine; `null` on a machine. */
  readonly container: string | null;
}

/** How often a device is to be heard from. */
export interface Presence {
  readonly intervalSeconds: number;
}

/** Tokens with which agents report. Only their hashes are stored. */
export interface AgentTokens {
  /**
   * Makes a new token for the agent of that label, and takes back the label's earlier ones. With a `guid` it speaks for that
   * agent alone.
   */
  issue(label: string, guid?: string): Promise<string>;
  isValid(token: string): boolean;
}
