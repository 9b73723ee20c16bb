import { readFileSync, statSync } from "node:fs";
import type { SecureContextOptions } from "node:tls";
import { messageOf, StartError } from "../../errors.ts";
import type { Logger } from "../../sdk/index.ts";

/** Where a certificate lies: absolute paths of PEM files. */
export interface CertificateFiles {
  /** The certificate with its chain. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate on disk that its owner renews while the hub runs. */
export class Certificate {
  readonly #files: CertificateFiles;
  readonly #log: Logger;
  #fingerprint = "";

  constructor(files: CertificateFiles, log: Logger) {
    this.#files = files;
    this.#log = log;
  }

  /** Reads the pair for the first time. Throws `StartError` when it cannot be read, or its halves do not belong together. */
  load(): SecureContextOptions {
    try {
      this.#fingerprint = this.#look();
      return this.#read();
    } catch (error) {
      const { cert, key } = this.#files;
      const message = `HTTPS with ${cert} and ${key} is not possible: ${messageOf(error)}.\nCorrect hub.tls, or remove it.`;
      throw new StartError(message, { exitCode: 2, cause: error });
    }
  }

  /** The pair when its files are not those of the last look; a broken one is logged, once, and left. */
  renewed(): SecureContextOptions | undefined {
    const fingerprint = this.#look();
    if (fingerprint === this.#fingerprint) return undefined;
    this.#fingerprint = fingerprint;
    const { cert, key } = this.#files;
    try {
      const pair = this.#read();
      this.#log.info("The certificate was renewed", { cert });
      return pair;
    } catch (error) {
      this.#log.error("The new certificate cannot be used; the old one stays", { cert, key, error });
      return undefined;
    }
  }

  /** What tells the present files from earlier ones, also where they are links to others. */
  #look(): string {
    const looks = [this.#files.cert, this.#files.key].map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : "missing";
    });
    return looks.join(", ");
  }

  #read(): SecureContextOptions {
    const pair = { cert: readFileSync(this.#files.cert), key: readFileSync(this.#files.key) };
    // Throws unless both can be parsed and belong together. Not an import: without HTTPS it is not needed.
    process.getBuiltinModule("node:tls").createSecureContext(pair);
    return pair;
  }
}
