import { connect } from "node:net";
import { createTransport } from "nodemailer";
import type { EmailConfig } from "./config.ts";
import type { Mail } from "./mail.ts";

const ports = { starttls: 587, tls: 465, none: 25 } as const;
/** Each step is given so long; the whole delivery has a deadline of its own. Milliseconds. */
const stepTimeout = 15_000;

/** Hands mails to a mail server, each over a connection of its own: they are few. */
export class Mailer {
  readonly #config: EmailConfig;

  constructor(config: EmailConfig) {
    this.#config = config;
  }

  /** Resolves to the addresses that the server refused, when it took the mail for others. Rejects as nodemailer does. */
  async send(mail: Mail & { readonly date: Date }, signal: AbortSignal): Promise<readonly string[]> {
    const { from, to } = this.#config;
    const transport = this.#transport(signal);
    try {
      const { headers, references, ...rest } = mail;
      const sender = { name: "HomelabCmd", address: from };
      const info = await transport.sendMail({
        ...rest,
        headers: { ...headers },
        references: [...references],
        from: sender,
        to: [...to],
      });
      return info.rejected.map(String);
    } finally {
      transport.close();
    }
  }

  #transport(signal: AbortSignal) {
    const { host, security, username, password } = this.#config;
    const port = this.#config.port ?? ports[security];
    return createTransport({
      host,
      port,
      secure: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "none",
      ...(username === undefined ? {} : { auth: { user: username, pass: password ?? "" } }),
      greetingTimeout: stepTimeout,
      socketTimeout: stepTimeout,
      // What a message says names no file and no address that is to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, callback) => openSocket({ host, port, signal }, callback),
    });
  }
}

interface Destination {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

type GotSocket = (error: Error | null, socket?: { readonly connection: ReturnType<typeof connect> } | false) => void;

/** A connection that ends with the signal: nodemailer's own cannot be ended from outside. */
function openSocket({ host, port, signal }: Destination, callback: GotSocket): void {
  const connection = connect({ host, port });
  const abort = () => void connection.destroy(new Error("The delivery was ended"));
  const fail = (error: Error) => callback(error);
  connection.once("close", () => signal.removeEventListener("abort", abort));
  connection.once("error", fail);
  connection.once("connect", () => {
    connection.removeListener("error", fail);
    callback(null, { connection });
  });
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
}
