import { isDeepStrictEqual } from "node:util";
import { messageOf, PlatformError } from "../errors.ts";
import type { Clock, JsonObject, Logger, Problem, Undo } from "../sdk/index.ts";
import { type CheckedConfig, type Configurable, checkBlocks } from "./blocks.ts";
import { ConfigSource } from "./config-source.ts";
import { type Change, editConfig } from "./edit.ts";
import { type HubConfig, interpretConfig, type LoadOptions } from "./load.ts";
import type { MachineEntry } from "./machines.ts";
import { type Override, overridesOf } from "./overrides.ts";
import { type ConfigProblem, formatProblems } from "./problem.ts";
import { readConfigFile } from "./read-config-file.ts";
import { watchFiles } from "./watch-files.ts";
import { stepsBetween } from "./yaml-edit/steps.ts";

/** What of the hub's own settings takes effect while it runs. */
export interface LiveSettings {
  readonly notifications: HubConfig["notifications"];
  readonly offlineAfterSeconds: number;
}

/** Who acts on what has changed. */
export interface ConfigConsumer {
  settingsChanged(settings: LiveSettings): void;
  /** `undefined` means that the integration is not to run any more. */
  blockChanged(domain: string, value: JsonObject | undefined): Promise<void>;
  machinesChanged(machines: readonly MachineEntry[]): Promise<void>;
}

/** What a live configuration needs. */
export interface LiveConfigParts {
  readonly options: LoadOptions;
  readonly integrations: readonly Configurable[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Shows the user what must be mended. */
  readonly reportProblem: (id: string, problem: Problem) => Undo;
}

/**
 * The configuration while the hub runs: read again when its files change, and edited through the API. A file with problems leaves
 * the configuration as it was.
 */
export class LiveConfig {
  readonly overrides: readonly Override[];
  readonly #parts: LiveConfigParts;
  readonly #started: CheckedConfig;
  #running: CheckedConfig;
  /** What has been acted on. */
  #applied: CheckedConfig;
  /** As the files are now, which is not what runs when they have problems. */
  #found: { readonly source: ConfigSource | undefined; readonly problems: readonly ConfigProblem[] };
  #consumer: ConfigConsumer | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #undoProblem: Undo = () => {};
  #undoWatch: Undo = () => {};

  /** `started` is what the hub has started with; it has no problems. */
  constructor(started: CheckedConfig, parts: LiveConfigParts) {
    const { listen, overrides = [] } = parts.options;
    this.overrides = [...overridesOf({ listen }), ...overrides];
    this.#parts = parts;
    this.#started = started;
    this.#running = started;
    this.#applied = started;
    this.#found = { source: started.config.source, problems: [] };
  }

  /** What holds now. */
  get running(): CheckedConfig {
    return this.#running;
  }

  /** What is wrong with the files as they are now; the hub runs on what they said before. */
  get problems(): readonly ConfigProblem[] {
    return this.#found.problems;
  }

  /** Every integration that the file may name. */
  get integrations(): readonly Configurable[] {
    return this.#parts.integrations;
  }

  /** The settings whose change waits for the next start of the hub: `hub.listen`. */
  get restartRequired(): readonly string[] {
    const [before, after] = [this.#started.config.effective, this.#running.config.effective];
    const { offline_after_seconds: live } = after.hub;
    const steps = [
      ...stepsBetween({ ...before.hub, offline_after_seconds: live }, after.hub, ["hub"]),
      ...stepsBetween(before.recorder, after.recorder, ["recorder"]),
      ...stepsBetween(before.backup, after.backup, ["backup"]),
      ...stepsBetween(before.mqtt, after.mqtt, ["mqtt"]),
    ];
    return steps.map(({ path }) => path.join("."));
  }

  /** Begins to act on changes, and to watch for them. */
  start(consumer: ConfigConsumer): Undo {
    this.#consumer = consumer;
    for (const warning of this.#running.config.source.warnings) this.#parts.log.warn(warning);
    this.#watch();
    // An edit may have come while the integrations were starting.
    void this.#inTurn(() => this.#act());
    return () => {
      this.#consumer = undefined;
      this.#undoWatch();
      this.#undoProblem();
    };
  }

  /** Reads the files again, and acts on what has changed. Problems in them are in `problems` then; never throws because of them. */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#reload());
  }

  /**
   * Edits the file and acts on it. `version` is that of the text which the caller has seen. Throws as `editConfig` does, and
   * `CONFLICT` when the text is another one by now.
   */
  edit(changes: readonly Change[], version?: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#reload();
      const { source } = this.#running.config;
      if (this.problems.length > 0) {
        const problems = formatProblems(this.problems);
        throw new PlatformError("CONFLICT", `The configuration has problems; repair the file first: ${problems}`);
      }
      if (version !== undefined && version !== source.version) {
        throw new PlatformError("CONFLICT", `${source.file} has been edited meanwhile; reload it and try again`);
      }
      let next: CheckedConfig = this.#running;
      const check = async (text: string) => {
        const { variables, overrides } = this.#parts.options;
        next = await this.#check(new ConfigSource(source.file, text, variables, overrides));
        return next.problems;
      };
      await editConfig({ source, overrides: this.overrides, check }, changes);
      if (next !== this.#running) await this.#take(next);
    });
  }

  async #reload(): Promise<void> {
    const source = this.#read();
    if (!source || this.#isKnown(source)) return;
    const next = await this.#check(source);
    if (next.problems.length === 0) return this.#take(next);
    this.#refuse(next.problems, source);
  }

  #read(): ConfigSource | undefined {
    const { path, variables, overrides } = this.#parts.options;
    try {
      return readConfigFile(path, variables, overrides);
    } catch (error) {
      this.#refuse([{ file: path, line: 1, column: 1, message: messageOf(error) }], undefined);
      return undefined;
    }
  }

  #isKnown(source: ConfigSource): boolean {
    const known = this.#found.source;
    return (
      known !== undefined &&
      source.text === known.text &&
      isDeepStrictEqual(source.entries(""), known.entries("")) &&
      isDeepStrictEqual(source.problems, known.problems)
    );
  }

  #check(source: ConfigSource): Promise<CheckedConfig> {
    const { options, integrations } = this.#parts;
    return checkBlocks(interpretConfig(source, options), integrations);
  }

  #refuse(problems: readonly ConfigProblem[], source: ConfigSource | undefined): void {
    const { log, reportProblem } = this.#parts;
    const isNews = !isDeepStrictEqual(problems, this.#found.problems);
    this.#found = { source, problems };
    if (!isNews) return;
    log.error(`The new configuration is not used, the hub goes on with the one before:\n${formatProblems(problems)}`);
    this.#undoProblem();
    this.#undoProblem = reportProblem("file", {
      severity: "error",
      title: "The configuration has problems and is not used",
      advice: `Repair this; until then the hub goes on as before: ${formatProblems(problems)}`,
    });
    this.#watch();
  }

  async #take(next: CheckedConfig): Promise<void> {
    const known = this.#running.config.source.warnings;
    this.#running = next;
    this.#found = { source: next.config.source, problems: [] };
    this.#undoProblem();
    this.#watch();
    const news = next.config.source.warnings.filter((warning) => !known.includes(warning));
    for (const warning of news) this.#parts.log.warn(warning);
    await this.#act();
  }

  /** Hands what has changed to the consumer. One that fails does not keep the others. */
  async #act(): Promise<void> {
    const [before, next, consumer] = [this.#applied, this.#running, this.#consumer];
    if (!consumer || before === next) return;
    this.#applied = next;
    const domains = changedDomains(before, next);
    this.#parts.log.info("The configuration has changed", { domains, restart_required: this.restartRequired });
    const failed = (what: string) => (error: unknown) =>
      this.#parts.log.error(`${what} could not take its new configuration`, { error });
    const settings = liveSettings(next);
    if (!isDeepStrictEqual(liveSettings(before), settings)) consumer.settingsChanged(settings);
    if (!isDeepStrictEqual(before.config.machines, next.config.machines)) {
      await consumer.machinesChanged(next.config.machines).catch(failed("machines"));
    }
    for (const domain of domains) await consumer.blockChanged(domain, next.blocks.get(domain)).catch(failed(domain));
  }

  /** What is watched follows the files that are included. */
  #watch(): void {
    const { clock, log } = this.#parts;
    this.#undoWatch();
    if (!this.#consumer) return;
    const files = this.#found.source?.files ?? this.#running.config.source.files;
    const onChange = () =>
      void this.reload().catch((error) => log.error("Reading the configuration failed", { error }));
    this.#undoWatch = watchFiles(files, { clock, log, onChange });
  }

  /** One at a time. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => {});
    return result;
  }
}

function liveSettings({ config }: CheckedConfig): LiveSettings {
  return { notifications: config.notifications, offlineAfterSeconds: config.hub.offlineAfterSeconds };
}

function changedDomains(before: CheckedConfig, next: CheckedConfig): string[] {
  const domains = new Set([...before.blocks.keys(), ...next.blocks.keys()]);
  return [...domains].filter((domain) => !isDeepStrictEqual(before.blocks.get(domain), next.blocks.get(domain)));
}
