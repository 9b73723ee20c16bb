import type { Clock } from "../sdk/index.ts";
import type { Grant } from "./keys.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** How long a link works, in milliseconds: 15 minutes. */
const linkMilliseconds = 15 * 60_000;

/** A link that was just made: the only time that its token can be seen. */
export interface LoginLink {
  readonly token: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** Links that log a browser in once. They live in memory only: a restart ends them. */
export class LoginLinks {
  readonly #clock: Clock;
  readonly #links = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(grant: Grant): LoginLink {
    const now = this.#clock.now();
    for (const [hash, { expiresAt }] of this.#links) if (expiresAt <= now) this.#links.delete(hash);
    const token = newSecret("hll");
    const expiresAt = now + linkMilliseconds;
    this.#links.set(hashSecret(token), { grant, expiresAt });
    return { token, expiresAt };
  }

  /** Uses the link up. `undefined` when it is unknown, used or too old. */
  redeem(token: string): Grant | undefined {
    const hash = hashSecret(token);
    const link = this.#links.get(hash);
    this.#links.delete(hash);
    return link && link.expiresAt > this.#clock.now() ? link.grant : undefined;
  }
}
