import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A reverse proxy with a certificate of its own, as many put before a hub. */
export interface EncryptedFront {
  readonly url: string;
  /** Its certificate, a PEM file. */
  readonly certificate: string;
  close(): void;
}

/** Starts it in front of a hub. `folder` is for its key. */
export async function startEncryptedFront(hubUrl: string, folder: string): Promise<EncryptedFront> {
  const [key, certificate] = [join(folder, "front.key"), join(folder, "front.crt")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync("openssl", [...kind, ...names, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (message, response) => {
    const options = { method: message.method, headers: message.headers };
    const onward = request(new URL(message.url ?? "/", hubUrl), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    message.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, certificate, close: () => void server.close(() => {}).closeAllConnections() };
}
