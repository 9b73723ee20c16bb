import { sha256Of } from "../runtime/crypto.ts";
import type { WholeFiles } from "../runtime/whole-files.ts";
import { type AgentVersion, type Failure, noUpdates, type Trial, type UpdateState } from "./state.ts";

const stateFile = "state.json";

/** Where an agent keeps the versions that it fetched, and what became of them. */
export class UpdateFolder {
  readonly #files: WholeFiles;

  constructor(files: WholeFiles) {
    this.#files = files;
  }

  /** What was saved last. A file that cannot be read counts as none: then the installed agent runs. */
  async load(): Promise<UpdateState> {
    const content = await this.#files.read(stateFile).catch(() => null);
    return content === null ? noUpdates : parseState(new TextDecoder().decode(content));
  }

  async save(state: UpdateState): Promise<void> {
    await this.#files.write(stateFile, `${JSON.stringify(state, null, 2)}\n`);
  }

  async keep(version: AgentVersion, content: Uint8Array): Promise<string> {
    const name = fileOf(version);
    await this.#files.write(name, content);
    return this.#files.pathOf(name);
  }

  /** The path of a version's file; `null` when it is not there, or is not what it was. */
  async verified(version: AgentVersion): Promise<string | null> {
    const name = fileOf(version);
    const content = await this.#files.read(name).catch(() => null);
    return content !== null && sha256Of(content) === version.sha256 ? this.#files.pathOf(name) : null;
  }

  /** Removes every file that the state does not need. */
  async tidy({ accepted }: UpdateState): Promise<void> {
    const needed = [stateFile, ...(accepted === null ? [] : [fileOf(accepted)])];
    for (const name of await this.#files.list()) if (!needed.includes(name)) await this.#files.remove(name);
  }
}

/** Named by what is in it, so that no version is ever written over another that runs. */
function fileOf({ sha256 }: AgentVersion): string {
  return `homelab-agent-${sha256.slice(0, 16)}.mjs`;
}

function parseState(text: string): UpdateState {
  try {
    const { accepted, trial, failure } = JSON.parse(text) as Record<string, unknown>;
    return {
      accepted: isVersion(accepted) ? accepted : null,
      trial: isVersion(trial) && "starts" in trial && typeof trial.starts === "number" ? (trial as Trial) : null,
      failure: isVersion(failure) && "reason" in failure ? (failure as Failure) : null,
    };
  } catch {
    return noUpdates;
  }
}

function isVersion(value: unknown): value is AgentVersion {
  if (typeof value !== "object" || value === null) return false;
  const { version, sha256 } = value as Partial<Record<keyof AgentVersion, unknown>>;
  return typeof version === "string" && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
}
