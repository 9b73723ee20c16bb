import type { Authenticator } from "../../../auth/authenticator.ts";
import { hashSecret } from "../../../auth/secrets.ts";
import { PlatformError } from "../../../errors.ts";
import type { Session } from "./access.ts";

/** What a CONNECT packet shows of its sender. */
export interface Login {
  /** An agent's GUID; for people and programs of theirs, whatever tells them apart. */
  readonly username: string | undefined;
  /** An agent token or an API key. */
  readonly password: string | undefined;
  readonly address: string;
}

const guidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Lets a client in as an HTTP request would be, with the same limit on failures. Throws `UNAUTHORIZED`, `RATE_LIMITED`, or
 * `FORBIDDEN` for a token that speaks for another agent, or for a token without an agent's GUID.
 */
export function logIn(authenticator: Authenticator, { username = "", password = "", address }: Login): Session {
  if (password === "") throw new PlatformError("UNAUTHORIZED", "Log in with a token or an API key as the password");
  const keyHash = hashSecret(password);
  const agentGuid = username.toLowerCase();
  if (guidPattern.test(agentGuid)) {
    const headers = { "x-agent-token": password, "x-server-guid": agentGuid };
    const caller = authenticator.authorize({ headers, method: "MQTT", address }, "agent");
    return { caller: { ...caller, agentGuid }, keyHash };
  }
  const headers = { "x-api-key": password };
  return { caller: authenticator.authorize({ headers, method: "MQTT", address }, "viewer"), keyHash };
}
