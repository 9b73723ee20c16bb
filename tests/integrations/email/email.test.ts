import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { EmailConfig } from "../../../integrations/email/config.ts";
import { emailChannel } from "../../../integrations/email/email-channel.ts";
import { Mailer } from "../../../integrations/email/mailer.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { MailStub } from "../../support/mail-stub.ts";
import { TestHub } from "../../support/test-hub.ts";
import { hostileNotification, sampleNotification } from "../channels/sample-notification.ts";

let stub: MailStub;
let log: LogSpy;

beforeEach(async () => {
  stub = await MailStub.start();
  log = new LogSpy();
});

afterEach(() => stub.stop());

const wording = { headline: "Critical: Disk", link: null };

function channel(changes: Partial<EmailConfig> = {}) {
  const config: EmailConfig = {
    host: "127.0.0.1",
    port: stub.port,
    security: "none",
    from: "hub@example.net",
    to: ["ann@example.net", "ben@example.net"],
    ...changes,
  };
  const context: Pick<IntegrationContext<EmailConfig>, "config" | "clock" | "log"> = {
    config,
    clock: new FakeClock(),
    log,
  };
  return emailChannel(context, new Mailer(config), "9f2c");
}

function deliver(changes: Partial<EmailConfig> = {}, notification = sampleNotification()) {
  return channel(changes).deliver(notification, { signal: new AbortController().signal, ...wording });
}

const headersOf = (source = "") =>
  Object.fromEntries(
    (source.split("\r\n\r\n")[0] ?? "").split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );

describe("a mail server", () => {
  it("gets a mail from and to the configured addresses, with a login", async () => {
    const outcome = await deliver({ username: "me", password: "secret" });
    const [mail] = stub.received;

    expect([outcome, mail?.from, mail?.to, mail?.user, headersOf(mail?.source)]).toEqual([
      { kind: "sent" },
      "hub@example.net",
      ["ann@example.net", "ben@example.net"],
      "me",
      expect.objectContaining({
        from: "HomelabCmd <hub@example.net>",
        to: "ann@example.net, ben@example.net",
        subject: "Critical: Disk",
        date: "Thu, 15 Jan 2026 12:00:00 +0000",
        "message-id": "<alert-12-opened-1.9f2c@example.net>",
        references: "<alert-12.thread.9f2c@example.net>",
        "in-reply-to": "<alert-12.thread.9f2c@example.net>",
        "auto-submitted": "auto-generated",
      }),
    ]);
  });

  it("that does not know one of the addresses sends to the other, and the log says so", async () => {
    stub.unknown.add("ben@example.net");

    expect([await deliver(), stub.received[0]?.to, log.messages("warn")]).toEqual([
      { kind: "sent" },
      ["ann@example.net"],
      ["The mail server refuses some of the addresses: ben@example.net"],
    ]);
  });

  it.each([
    ["login", 535, "broken"],
    ["login", 454, "later"],
    ["recipient", 550, "broken"],
    ["recipient", 451, "later"],
    ["data", 554, "refused"],
    ["data", 452, "later"],
  ] as const)("that answers the %s with %i leaves it %s", async (step, code, kind) => {
    stub.refusal = { step, code, text: "as the test says" };

    expect((await deliver({ username: "me", password: "secret" })).kind).toBe(kind);
  });

  it("gets no header that a machine made up", async () => {
    const text = "x\r\nBcc: victim@example.net\r\n\r\nbody";
    const hostile = { ...wording, headline: text };
    const signal = new AbortController().signal;
    await channel().deliver(hostileNotification(text), { signal, ...hostile });
    const [mail] = stub.received;

    expect([mail?.to, headersOf(mail?.source)["bcc"], headersOf(mail?.source)["subject"]]).toEqual([
      ["ann@example.net", "ben@example.net"],
      undefined,
      "x Bcc: victim@example.net body",
    ]);
  });

  it("that nobody vouches for is not trusted with anything", async () => {
    const selfSigned = await MailStub.start({});
    const outcome = await deliver({ port: selfSigned.port, security: "starttls", username: "me", password: "secret" });
    await selfSigned.stop();

    expect([outcome.kind, selfSigned.received]).toEqual(["later", []]);
  });

  it("that offers no encryption gets nothing where that is asked for", async () => {
    expect([(await deliver({ security: "starttls" })).kind, stub.received]).toEqual(["broken", []]);
  });

  it("that does not listen is tried again later", async () => {
    expect((await deliver({ port: 1 })).kind).toBe("later");
  });
});

describe("a mail server that says nothing", () => {
  let silent: Server;
  let sockets: number;

  beforeEach(async () => {
    sockets = 0;
    silent = createServer((socket) => {
      sockets++;
      socket.on("error", () => {}).on("close", () => sockets--);
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => void silent.close());

  it("is let go when the channel stops", async () => {
    const stopping = new AbortController();
    const { port } = silent.address() as { port: number };
    const delivery = channel({ port }).deliver(sampleNotification(), { signal: stopping.signal, ...wording });
    await expect.poll(() => sockets).toBe(1);
    stopping.abort();
    const { kind } = await delivery;
    await expect.poll(() => sockets).toBe(0);

    expect(kind).toBe("later");
  });
});

it("mail goes out through the hub, and one hub's mails keep to one identity over a restart", async () => {
  const block = `email: { host: 127.0.0.1, port: ${stub.port}, security: none, from: a@b.test, to: [c@d.test] }`;
  const config = `integrations:\n  agent: { local: false }\n  ${block}\n`;
  const first = await TestHub.start({ config });
  await first.call("POST", "/channels/email/test");
  await first.stop();
  const second = await TestHub.start({ config, dataFolder: first.dataFolder });
  await second.call("POST", "/channels/email/test");
  await second.remove();
  const identities = stub.received.map(({ source }) => headersOf(source)["message-id"]?.split(".")[1]);

  expect([identities.length, new Set(identities).size]).toEqual([2, 1]);
});
