import { PlatformError } from "../errors.ts";
import type { AgentMode, Clock, EnrolmentClaim, EnrolmentToken, NewEnrolmentToken } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** How much of a secret is kept for people to tell tokens apart, in characters. */
const prefixLength = 8;
/** A token that ended stays in the list for this long, so that who comes with it is told why it does not work; milliseconds. */
const rememberedMilliseconds = 7 * 86_400_000;

interface TokenRow {
  readonly id: number;
  readonly hash: string;
  readonly prefix: string;
  readonly name: string | null;
  readonly mode: AgentMode;
  readonly max_uses: number;
  readonly created_at: number;
  readonly expires_at: number;
}

interface ClaimRow {
  readonly token_id: number;
  readonly guid: string;
  readonly hostname: string;
  readonly claimed_at: number;
}

interface Held extends EnrolmentToken {
  readonly hash: string;
  readonly claims: EnrolmentClaim[];
}

/** Short-lived tokens with which machines enrol. Only their hashes are kept, in memory and on disk. */
export class EnrolmentTokens {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Held>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    const claims = await this.#database.select<ClaimRow>("SELECT * FROM enrolment_claim ORDER BY claimed_at");
    for (const row of await this.#database.select<TokenRow>("SELECT * FROM enrolment_token")) {
      const own = claims.filter(({ token_id }) => token_id === row.id);
      this.#tokens.set(row.hash, fromRows(row, own));
    }
    await this.#sweep();
  }

  /** Newest first. */
  list(): readonly EnrolmentToken[] {
    return [...this.#tokens.values()].toSorted((one, other) => other.id - one.id).map(withoutHash);
  }

  /** Makes a token. Its secret is returned this once. */
  async create(token: NewEnrolmentToken): Promise<{ readonly secret: string; readonly token: EnrolmentToken }> {
    await this.#sweep();
    const secret = newSecret("hle");
    const hash = hashSecret(secret);
    const described = { ...token, prefix: secret.slice(0, prefixLength), createdAt: this.#clock.now() };
    const { name, mode, maxUses, expiresAt, prefix, createdAt } = described;
    const columns = "hash, prefix, name, mode, max_uses, created_at, expires_at";
    await this.#database.run(
      `INSERT INTO enrolment_token (${columns}) VALUES ($hash, $prefix, $name, $mode, $maxUses, $createdAt, $expiresAt)`,
      { hash, prefix, name, mode, maxUses, createdAt, expiresAt },
    );
    const find = "SELECT id FROM enrolment_token WHERE hash = $hash";
    const [row] = await this.#database.select<{ id: number }>(find, { hash });
    const held: Held = { ...described, id: row?.id ?? 0, hash, claims: [] };
    this.#tokens.set(hash, held);
    return { secret, token: withoutHash(held) };
  }

  /** False when there is none with that id. */
  async remove(id: number): Promise<boolean> {
    const held = [...this.#tokens.values()].find((one) => one.id === id);
    if (held) await this.#drop([held]);
    return held !== undefined;
  }

  /** The token, when this agent may enrol with it. Throws `UNAUTHORIZED`, and says why. */
  require(secret: string, guid: string): EnrolmentToken {
    const held = this.#tokens.get(hashSecret(secret));
    if (!held) {
      throw new PlatformError(
        "UNAUTHORIZED",
        "This enrolment token is not known; it was mistyped or revoked. Make a new one",
      );
    }
    if (held.expiresAt <= this.#clock.now()) {
      const when = new Date(held.expiresAt).toISOString();
      throw new PlatformError("UNAUTHORIZED", `This enrolment token expired at ${when}. Make a new one`);
    }
    const isKnown = held.claims.some((claim) => claim.guid === guid);
    if (!isKnown && held.claims.length >= held.maxUses) {
      const times = held.maxUses === 1 ? "once" : `${held.maxUses} times`;
      throw new PlatformError(
        "UNAUTHORIZED",
        `This enrolment token works ${times} and is used up. Make one for this machine`,
      );
    }
    return withoutHash(held);
  }

  /** Notes that an agent enrolled with a token, which its `require` just let it. */
  async use(id: number, claim: EnrolmentClaim): Promise<void> {
    const held = [...this.#tokens.values()].find((one) => one.id === id);
    if (!held || held.claims.some(({ guid }) => guid === claim.guid)) return;
    // Before the disk has it: of two that come at once, only one may be the last.
    held.claims.push(claim);
    const { guid, hostname, claimedAt } = claim;
    const sql = "INSERT OR REPLACE INTO enrolment_claim (token_id, guid, hostname, claimed_at)";
    try {
      await this.#database.run(`${sql} VALUES ($id, $guid, $hostname, $claimedAt)`, { id, guid, hostname, claimedAt });
    } catch (error) {
      held.claims.splice(held.claims.indexOf(claim), 1);
      throw error;
    }
  }

  async #sweep(): Promise<void> {
    const since = this.#clock.now() - rememberedMilliseconds;
    await this.#drop([...this.#tokens.values()].filter(({ expiresAt }) => expiresAt < since));
  }

  async #drop(ended: readonly Held[]): Promise<void> {
    const statements = ended.flatMap(({ id }) => [
      { sql: "DELETE FROM enrolment_claim WHERE token_id = $id", binding: { id } },
      { sql: "DELETE FROM enrolment_token WHERE id = $id", binding: { id } },
    ]);
    if (statements.length === 0) return;
    await this.#database.runAll(statements);
    for (const { hash } of ended) this.#tokens.delete(hash);
  }
}

function fromRows(row: TokenRow, claims: readonly ClaimRow[]): Held {
  const { id, hash, prefix, name, mode } = row;
  return {
    id,
    hash,
    prefix,
    name,
    mode,
    maxUses: row.max_uses,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    claims: claims.map(({ guid, hostname, claimed_at }) => ({ guid, hostname, claimedAt: claimed_at })),
  };
}

function withoutHash({ hash: _, ...token }: Held): EnrolmentToken {
  return { ...token, claims: [...token.claims] };
}
