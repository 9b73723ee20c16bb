import type { Clock, Logger } from "../../core/sdk/index.ts";
import type { AgentProgram } from "../runtime/agent-program.ts";
import { sha256Of } from "../runtime/crypto.ts";
import type { UpdateOffer } from "./offer.ts";
import { cleared, isWorthTrying, noUpdates, offerFailed, trialUndecided, type UpdateState } from "./state.ts";
import type { UpdateFolder } from "./update-folder.ts";
import type { UpdateProgress, UpdateReport, Updates } from "./updates.ts";

/** How often a download is begun anew, each time with the answer to another heartbeat. */
const mostDownloads = 3;
const downloadMilliseconds = 60_000;
/** A Raspberry Pi asks apt for half a minute. */
const checkMilliseconds = 180_000;

/** What an updater works with. */
export interface UpdaterOptions {
  readonly folder: UpdateFolder;
  readonly program: AgentProgram;
  /** Of the agent that runs. */
  readonly ownVersion: string;
  /** The config that a new version has to understand. */
  readonly configPath: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Fetches what lies below the hub's address. Rejects with a reason for people. */
  readonly fetch: (offer: UpdateOffer, signal: AbortSignal) => Promise<Uint8Array>;
}

/** A version that was fetched and found right, and can be tried. */
export interface StagedUpdate {
  readonly offer: UpdateOffer;
  readonly file: string;
}

/** Brings an offered version as far as it can be brought while the present one runs: fetched, verified, and run once to see. */
export class Updater implements Updates {
  /** Resolves when there is a version to be tried. */
  readonly staged: Promise<StagedUpdate>;
  readonly #options: UpdaterOptions;
  readonly #abort = new AbortController();
  #resolveStaged: (update: StagedUpdate) => void = () => {};
  #state: UpdateState = noUpdates;
  #work: { readonly state: string; readonly offer: UpdateOffer } | null = null;
  #running: Promise<void> = Promise.resolve();
  #downloads = 0;

  constructor(options: UpdaterOptions) {
    this.#options = options;
    this.staged = new Promise((resolve) => {
      this.#resolveStaged = resolve;
    });
  }

  /** Reads what the last run left. A trial that did not come to its end tells nothing the first time. */
  async start(): Promise<void> {
    const { folder, ownVersion } = this.#options;
    const before = await folder.load();
    this.#state = trialUndecided(cleared(before, ownVersion), "Its trial was interrupted again");
    if (JSON.stringify(this.#state) !== JSON.stringify(before)) await folder.save(this.#state);
    await folder.tidy(this.#state);
  }

  report(): UpdateReport {
    return { agent_updates_enabled: true, agent_update: this.#progress() };
  }

  /** Follows an offer, unless it is at work already. */
  accepted(offer: UpdateOffer | null): void {
    const { ownVersion, log } = this.#options;
    if (offer === null || this.#work !== null || this.#abort.signal.aborted) return;
    if (!isWorthTrying(this.#state, offer, ownVersion)) return;
    this.#work = { state: "downloading", offer };
    this.#running = this.#stage(offer).catch((error: unknown) => {
      log.error("The newer agent cannot be kept on disk", { version: offer.version, error });
      // In memory alone, for the disk does not take it: until the next start this offer is over.
      const reason = `It cannot be kept on disk: ${error instanceof Error ? error.message : String(error)}`;
      this.#state = offerFailed(this.#state, offer, reason);
      this.#work = null;
    });
  }

  /** Resolves when it is at nothing any more, or has staged a version. */
  settled(): Promise<void> {
    return this.#running;
  }

  /** Ends what it is at. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  #progress(): UpdateProgress | null {
    if (this.#work) {
      const { state, offer } = this.#work;
      return { state, version: offer.version, offered_at: offer.offeredAt, reason: null };
    }
    const { failure } = this.#state;
    if (failure === null) return null;
    return { state: failure.kind, version: failure.version, offered_at: failure.offeredAt, reason: failure.reason };
  }

  async #stage(offer: UpdateOffer): Promise<void> {
    const { log } = this.#options;
    log.info("The hub offers a newer agent", { version: offer.version });
    const content = await this.#download(offer);
    if (content === null) return;
    this.#work = { state: "verifying", offer };
    const complaint = await this.#complaintAbout(offer, content);
    if (this.#abort.signal.aborted) return;
    if (typeof complaint !== "string") this.#resolveStaged(complaint);
    else await this.#giveUp(offer, complaint);
  }

  /** `null` when it did not work; then it is tried with the next answer, or given up. */
  async #download(offer: UpdateOffer): Promise<Uint8Array | null> {
    const { clock, fetch, log } = this.#options;
    try {
      const content = await fetch(offer, clock.deadline(downloadMilliseconds, this.#abort.signal));
      this.#downloads = 0;
      return content;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn("The newer agent could not be fetched", { version: offer.version, reason });
      this.#downloads++;
      if (this.#downloads >= mostDownloads) await this.#giveUp(offer, `It could not be fetched: ${reason}`);
      else this.#work = null;
      return null;
    }
  }

  /** Why this is no agent to be tried; the staged one when it is. */
  async #complaintAbout(offer: UpdateOffer, content: Uint8Array): Promise<string | StagedUpdate> {
    const { folder, program, configPath, clock } = this.#options;
    if (content.length !== offer.sizeBytes)
      return `The hub sent ${content.length} bytes, where it had offered ${offer.sizeBytes}`;
    const sha256 = sha256Of(content);
    if (sha256 !== offer.sha256) return `The SHA-256 of what the hub sent is ${sha256}, not ${offer.sha256}`;
    const file = await folder.keep(offer, content);
    try {
      const deadline = clock.deadline(checkMilliseconds, this.#abort.signal);
      const heartbeat: unknown = JSON.parse(await program.print(file, ["--once", "--config", configPath], deadline));
      const version = (heartbeat as { readonly agent_version?: unknown } | null)?.agent_version;
      return version === offer.version ? { offer, file } : `It says that it is version ${version}`;
    } catch (error) {
      return `It cannot measure this machine: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #giveUp(offer: UpdateOffer, reason: string): Promise<void> {
    const { folder, log } = this.#options;
    log.error("The newer agent is not taken", { version: offer.version, reason });
    this.#downloads = 0;
    this.#work = null;
    this.#state = offerFailed(this.#state, offer, reason);
    await folder.save(this.#state);
    await folder.tidy(this.#state);
  }
}
