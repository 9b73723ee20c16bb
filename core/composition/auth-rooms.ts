import { AgentCredentials } from "../auth/agent-credentials.ts";
import { Authenticator } from "../auth/authenticator.ts";
import { Enrolment } from "../auth/enrolment.ts";
import { EnrolmentTokens } from "../auth/enrolment-tokens.ts";
import { FailureLimit } from "../auth/failure-limit.ts";
import { Keys } from "../auth/keys.ts";
import { LoginLinks } from "../auth/login-links.ts";
import { Sessions } from "../auth/sessions.ts";
import { RemovedMachines } from "../machines/removed.ts";
import type { Tables } from "../storage/models/tables.ts";
import type { AddRoom, Ground } from "./ground.ts";

/** Who is who. */
export function addAuthRooms({ clock, log: hubLog, database }: Ground, tables: Tables, room: AddRoom): void {
  const log = hubLog.child("auth");
  room(Keys, () => new Keys(database, tables, clock, log));
  room(Sessions, () => new Sessions(database, tables, clock, log));
  room(LoginLinks, () => new LoginLinks(clock));
  room(FailureLimit, () => new FailureLimit(clock));
  room(Authenticator, (get) => new Authenticator(get(Keys), get(Sessions), get(FailureLimit)));
  room(AgentCredentials, (get) => new AgentCredentials(get(Keys), database, clock));
  room(EnrolmentTokens, () => new EnrolmentTokens(database, clock));
  room(Enrolment, (get) => {
    const rooms = { tokens: get(EnrolmentTokens), credentials: get(AgentCredentials), keys: get(Keys) };
    return new Enrolment({ ...rooms, limit: get(FailureLimit), removed: get(RemovedMachines), clock });
  });
}
