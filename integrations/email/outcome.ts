import type { DeliveryOutcome } from "../../core/sdk/index.ts";

/** What nodemailer adds to its errors: https://nodemailer.com/errors */
interface MailError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

interface Login {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * What became of a mail that was not sent, by the answer of the server (RFC 5321, 4.2.1): 4xx is for now, 5xx is for good. One that is
 * about the mail itself concerns that mail alone; one about the login or an address concerns all.
 */
export function outcomeOf(error: unknown, login: Login): DeliveryOutcome {
  const { code, command = "", response, responseCode, message } = error as MailError;
  if (responseCode === undefined || response === undefined) {
    const isLogin = code === "EAUTH" || code === "ENOAUTH";
    if (isLogin) return { kind: "broken", reason: "the mail server takes none of the ways to log in" };
    return { kind: "later", reason: `the mail server cannot be reached: ${quote(message, login)}` };
  }
  const reason = `the mail server answers ${quote(response, login)}`;
  if (responseCode < 500) return { kind: "later", reason };
  return { kind: command === "DATA" ? "refused" : "broken", reason };
}

const longest = 200;

/** An answer on one line; a server that repeats the password is not quoted. */
function quote(text: string, { username = "", password }: Login): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const secrets = password === undefined ? [] : [password, base64(password), base64(`\0${username}\0${password}`)];
  return secrets.some((secret) => line.includes(secret)) ? "something with the password in it" : line.slice(0, longest);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
