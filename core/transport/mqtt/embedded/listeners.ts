import net, { type Server, type Socket } from "node:net";
import tls from "node:tls";
import type { ListenAddress } from "../../../config/listen-address.ts";
import type { EmbeddedSettings } from "../../../config/mqtt-schema.ts";
import { messageOf, StartError } from "../../../errors.ts";
import { Certificate } from "../../../http/tls/certificate.ts";
import { UndoStack } from "../../../lifecycle/undo-stack.ts";
import type { Clock, Logger } from "../../../sdk/index.ts";

/** What listening needs. */
export interface ListenerParts {
  readonly settings: EmbeddedSettings;
  readonly clock: Clock;
  readonly log: Logger;
  /** Takes a connection, decrypted. */
  readonly accept: (socket: Socket) => void;
}

/** Most connections on a port, logged in or not. */
const mostConnections = 3000;
const handshakeMilliseconds = 10_000;
/** How often the certificate's files are looked at. */
const certificateMilliseconds = 10_000;

/** The ports of the embedded broker: one in the clear and, if wanted, one with TLS. */
export class Listeners {
  readonly #parts: ListenerParts;
  readonly #undos = new UndoStack();
  readonly #ports: number[] = [];

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  /** The ports that it got: in the clear, then with TLS. */
  get ports(): readonly number[] {
    return this.#ports;
  }

  /** Throws `StartError` when an address cannot be had, or the certificate cannot be used. */
  async start(): Promise<void> {
    const { settings, accept } = this.#parts;
    await this.#listen(net.createServer({ noDelay: true }, accept), settings.listen, "mqtt.embedded.listen");
    if (settings.tls) await this.#listen(this.#secure(settings.tls), settings.tls.listen, "mqtt.embedded.tls.listen");
  }

  /** Takes no more connections; those that there are stay. */
  async stop(): Promise<void> {
    await this.#undos.unwind();
  }

  #secure(files: NonNullable<EmbeddedSettings["tls"]>): Server {
    const { log, accept } = this.#parts;
    const certificate = new Certificate(files, log);
    const options = { ...certificate.load(), noDelay: true, handshakeTimeout: handshakeMilliseconds };
    const server = tls.createServer(options, accept);
    // A handshake that fails is the client's business; its connection is gone already.
    server.on("tlsClientError", () => {});
    this.#watch(certificate, server);
    return server;
  }

  #watch(certificate: Certificate, server: tls.Server): void {
    const look = () => {
      const renewed = certificate.renewed();
      if (renewed) server.setSecureContext(renewed);
      this.#watch(certificate, server);
    };
    this.#undos.add(this.#parts.clock.after(certificateMilliseconds, look));
  }

  #listen(server: Server, { host, port }: ListenAddress, setting: string): Promise<void> {
    server.maxConnections = mostConnections;
    return new Promise((resolve, reject) => {
      server.once("error", (cause: NodeJS.ErrnoException) => {
        const reason = cause.code === "EADDRINUSE" ? "another program listens there" : messageOf(cause);
        const advice = `Stop it, or choose another address in ${setting}.`;
        reject(new StartError(`MQTT cannot listen on ${host}:${port}: ${reason}.\n${advice}`, { cause }));
      });
      server.listen({ host, port }, () => {
        const address = server.address();
        this.#ports.push(typeof address === "object" && address ? address.port : port);
        this.#undos.add(() => void server.close());
        resolve();
      });
    });
  }
}
