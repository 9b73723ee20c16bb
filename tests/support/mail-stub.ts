import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail that arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  /** Headers and body as they came over the wire, with the lines of each header folded into one. */
  readonly source: string;
}

/** When the server refuses: at the login, for an address, or for the mail itself. */
export type MailStep = "login" | "recipient" | "data";

/** A mail server that takes what it is sent, or refuses it at one step with an answer of the test's. */
export class MailStub {
  readonly received: ReceivedMail[] = [];
  /** Recipients that it does not know. */
  readonly unknown = new Set<string>();
  refusal: { readonly step: MailStep; readonly code: number; readonly text: string } | null = null;
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      logger: false,
      ...options,
      onAuth: ({ username = "" }, _session, done) => done(this.#refused("login"), { user: username }),
      onRcptTo: ({ address }, _session, done) =>
        done(this.unknown.has(address) ? answer(550, "5.1.1 No such user") : this.#refused("recipient")),
      onData: (stream, { envelope, user }, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const refused = this.#refused("data");
          const source = Buffer.concat(chunks)
            .toString("utf8")
            .replace(/\r\n[ \t]+/g, " ");
          const from = envelope.mailFrom ? envelope.mailFrom.address : "";
          const to = envelope.rcptTo.map(({ address }) => address);
          if (!refused) this.received.push({ from, to, user: typeof user === "string" ? user : null, source });
          done(refused);
        });
      },
    });
    this.#server.on("error", () => {});
  }

  /** By default it speaks without encryption. */
  static async start(options: SMTPServerOptions = { disabledCommands: ["STARTTLS"] }): Promise<MailStub> {
    const stub = new MailStub(options);
    await new Promise<void>((resolve) => stub.#server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const connection of this.#server.connections) connection.close();
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }

  #refused(step: MailStep): Error | null {
    return this.refusal?.step === step ? answer(this.refusal.code, this.refusal.text) : null;
  }
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
