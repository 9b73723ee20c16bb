import type { Clock } from "../core/sdk/index.ts";
import { type Applicant, claimToken } from "./claim.ts";
import type { ConfigFile } from "./config.ts";
import { keepToken } from "./enrolment.ts";

/** The token that this agent reports with. The hub may give it another while it runs. */
export class HubToken {
  #value: string;
  readonly #file: ConfigFile;
  readonly #clock: Clock;

  constructor(value: string, file: ConfigFile, clock: Clock) {
    this.#value = value;
    this.#file = file;
    this.#clock = clock;
  }

  get value(): string {
    return this.#value;
  }

  /** Uses another from now on. Rejects, and goes on with the old one, when it cannot be written down. */
  async replace(token: string): Promise<void> {
    if (token === this.#value) return;
    await keepToken(this.#file, token);
    this.#value = token;
  }

  /**
   * For a clone that takes a GUID of its own: the old token may speak for the original alone. `null` when the hub gives no other, for
   * then the old one is good for all. Writing it down is left to who writes the GUID.
   */
  async claim(applicant: Applicant, enrolmentToken: string): Promise<string | null> {
    const { hubUrl } = this.#file.config;
    const outcome = await claimToken({ hubUrl, enrolmentToken, presentToken: null }, applicant, this.#clock);
    if (outcome.kind !== "enrolled" || outcome.apiToken === null) return null;
    this.#value = outcome.apiToken;
    return this.#value;
  }
}
