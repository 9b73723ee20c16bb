import { PlatformError } from "../errors.ts";
import type { RemovedMachines } from "../machines/removed.ts";
import type {
  AgentEnrolment,
  Clock,
  Enrolled,
  EnrolmentRequest,
  EnrolmentToken,
  NewEnrolmentToken,
} from "../sdk/index.ts";
import type { AgentCredentials } from "./agent-credentials.ts";
import type { EnrolmentTokens } from "./enrolment-tokens.ts";
import type { FailureLimit } from "./failure-limit.ts";
import type { Keys } from "./keys.ts";

/** The rooms that an enrolment goes through. */
export interface EnrolmentRooms {
  readonly tokens: EnrolmentTokens;
  readonly credentials: AgentCredentials;
  readonly keys: Keys;
  readonly limit: FailureLimit;
  readonly removed: RemovedMachines;
  readonly clock: Clock;
}

/** Lets machines in: who shows an enrolment token gets a token of its own. */
export class Enrolment implements AgentEnrolment {
  readonly #rooms: EnrolmentRooms;

  constructor(rooms: EnrolmentRooms) {
    this.#rooms = rooms;
  }

  create(token: NewEnrolmentToken): Promise<{ readonly secret: string; readonly token: EnrolmentToken }> {
    return this.#rooms.tokens.create(token);
  }

  list(): readonly EnrolmentToken[] {
    return this.#rooms.tokens.list();
  }

  remove(id: number): Promise<boolean> {
    return this.#rooms.tokens.remove(id);
  }

  async claim(request: EnrolmentRequest): Promise<Enrolled> {
    const { tokens, credentials, removed, clock } = this.#rooms;
    const { guid, hostname, presentToken } = request;
    this.#rooms.limit.check(request.address);
    if (presentToken !== null && this.#isTokenOf(presentToken, guid)) return { token: null, mode: "readonly" };
    const token = this.#requireToken(request);
    const held = credentials.get(guid);
    // Its answer may have been lost on the way; an agent that reported has it.
    const isAgain = held?.lastUsedAt === null && token.claims.some((claim) => claim.guid === guid);
    // An image's token may live for long: who was sent away does not come back with it.
    if (held && held.revokedAt !== null && token.createdAt <= held.revokedAt) {
      throw new PlatformError(
        "UNAUTHORIZED",
        "This agent's token was revoked. Make a new enrolment token to let it in",
      );
    }
    // Else who holds an enrolment token could take the place of any machine whose GUID he knows.
    if (!isAgain && held?.revokedAt === null) {
      throw new PlatformError(
        "CONFLICT",
        `The agent ${guid} has a token already. Revoke that first, or remove server_guid from the machine's config`,
        { field: "server_guid" },
      );
    }
    await tokens.use(token.id, { guid, hostname, claimedAt: clock.now() });
    await removed.allowGuid(guid);
    return { token: await credentials.issue(guid), mode: token.mode };
  }

  #isTokenOf(token: string, guid: string): boolean {
    const grant = this.#rooms.keys.check(token);
    return grant?.scope === "agent" && grant.agentGuid === guid;
  }

  #requireToken({ enrolmentToken, guid, address }: EnrolmentRequest): EnrolmentToken {
    const { tokens, limit } = this.#rooms;
    try {
      return tokens.require(enrolmentToken, guid);
    } catch (error) {
      limit.failed(address);
      throw error;
    }
  }
}
