import { tellParentAccepted } from "../runtime/agent-program.ts";
import type { UpdateOffer } from "./offer.ts";
import type { UpdateFolder } from "./update-folder.ts";
import type { UpdateProgress, UpdateReport, Updates } from "./updates.ts";

/** Updates as the new version sees them while the one before watches it: it has one thing to say, and takes no offers. */
export class OnTrial implements Updates {
  readonly #tellParent: () => void;
  readonly #progress: UpdateProgress;
  #isTold = false;

  private constructor(progress: UpdateProgress, tellParent: () => void) {
    this.#progress = progress;
    this.#tellParent = tellParent;
  }

  static async open(folder: UpdateFolder, ownVersion: string, tellParent = tellParentAccepted): Promise<OnTrial> {
    const { trial } = await folder.load();
    const offered = trial === null ? null : trial.offeredAt;
    return new OnTrial({ state: "trying", version: ownVersion, offered_at: offered, reason: null }, tellParent);
  }

  report(): UpdateReport {
    return { agent_updates_enabled: true, agent_update: this.#progress };
  }

  accepted(_offer: UpdateOffer | null): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#tellParent();
  }
}
