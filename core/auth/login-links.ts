import type { Clock } from "../sdk/index.ts";
import type { Grant } from "./keys.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** How long a link works, in milliseconds: 15 minutes. */
const linkMilliseconds = 15 * 60_000;

/** Links that log a browser in once. They live in memory only: a restart ends them. */
export class LoginLinks {
  readonly #clock: Clock;
  readonly #links = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(grant: Grant): string {
    const token = newSecret("hll");
    this.#links.set(hashSecret(token), { grant, expiresAt: this.#clock.now() + linkMilliseconds });
    return token;
  }

  /** Uses the link up. `undefined` when it is unknown, used or too old. */
  redeem(token: string): Grant | undefined {
    const hash = hashSecret(token);
    const link = this.#links.get(hash);
    this.#links.delete(hash);
    return link && link.expiresAt > this.#clock.now() ? link.grant : undefined;
  }
}
