import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../integrations/email/outcome.ts";

const login = { username: "me", password: "canary-4711" };
const failure = (properties: object) => Object.assign(new Error("what nodemailer says"), properties);

describe("what became of a mail", () => {
  it.each([
    [{ code: "EAUTH", command: "AUTH PLAIN", responseCode: 535, response: "535 5.7.8 Bad credentials" }, "broken"],
    [{ code: "EAUTH", command: "AUTH PLAIN", responseCode: 454, response: "454 4.7.0 Try again" }, "later"],
    [{ code: "EAUTH", command: "API" }, "broken"],
    [{ code: "EENVELOPE", command: "RCPT TO", responseCode: 550, response: "550 5.1.1 No such user" }, "broken"],
    [{ code: "EENVELOPE", command: "RCPT TO", responseCode: 450, response: "450 4.2.0 Greylisted" }, "later"],
    [{ code: "EENVELOPE", command: "MAIL FROM", responseCode: 553, response: "553 Not yours" }, "broken"],
    [{ code: "EMESSAGE", command: "DATA", responseCode: 552, response: "552 Too big" }, "refused"],
    [{ code: "EMESSAGE", command: "DATA", responseCode: 452, response: "452 Disk full" }, "later"],
    [{ code: "ECONNECTION", command: "CONN" }, "later"],
    [{ code: "ETIMEDOUT", command: "CONN" }, "later"],
    [{ code: "ETLS", command: "STARTTLS" }, "later"],
  ])("after %j is said by its kind", (properties, kind) => {
    expect(outcomeOf(failure(properties), login).kind).toBe(kind);
  });

  it("quotes the server on one line", () => {
    const response = "550-5.7.1 Blocked\r\n550 5.7.1 see the page";

    expect(outcomeOf(failure({ command: "DATA", responseCode: 550, response }), login)).toEqual({
      kind: "refused",
      reason: "the mail server answers 550-5.7.1 Blocked 550 5.7.1 see the page",
    });
  });

  it.each([
    "535 canary-4711 is wrong",
    `535 ${Buffer.from("canary-4711").toString("base64")}`,
    `535 ${Buffer.from("\0me\0canary-4711").toString("base64")}`,
  ])("does not quote a server that says %j", (response) => {
    expect(outcomeOf(failure({ command: "AUTH PLAIN", responseCode: 535, response }), login)).toEqual({
      kind: "broken",
      reason: "the mail server answers something with the password in it",
    });
  });
});
