import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MqttReporter } from "../../../../../agent/reporters/mqtt.ts";
import { FakeClock } from "../../../../support/fake-clock.ts";
import { TestClient } from "../../../../support/mqtt-client.ts";
import { sampleHeartbeat } from "../../../../support/sample-heartbeat.ts";
import { ownGuid, TestBroker } from "./test-broker.ts";

let folder: string;
let test: TestBroker;

/** Makes a key and a certificate for it, as `openssl` does. */
function makeCertificate(): { readonly cert: string; readonly key: string } {
  const [cert, key] = [path.join(folder, "hub.crt"), path.join(folder, "hub.key")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", [...kind, ...names, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { cert, key };
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-"));
  test = await TestBroker.start({ tls: { listen: { host: "127.0.0.1", port: 0 }, ...makeCertificate() } });
});

afterEach(async () => {
  await test.stop();
  await rm(folder, { recursive: true });
});

const url = () => `mqtts://localhost:${test.broker.ports[1]}`;
const ca = () => readFileSync(path.join(folder, "hub.crt"), "utf8");

/** The serial number of the certificate that the broker shows. */
function serial(): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port: test.broker.ports[1] ?? 0, host: "127.0.0.1", rejectUnauthorized: false };
    const socket = tls.connect(options, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("the embedded broker with a certificate", () => {
  it("serves clients that trust it, and those without TLS on the other port", async () => {
    const login = { username: ownGuid, password: test.agentToken };
    const [secret, plain] = [await TestClient.connect(url(), { ...login, ca: ca() }), await test.connect()];
    const granted = [await secret.subscribe(`homelab/agents/${ownGuid}/ack`), await plain.subscribe("#")];
    await secret.end();

    expect(granted).toEqual([1, 128]);
  });

  it("is not taken for the hub by an agent that does not trust it", async () => {
    test.on("homelab/agents/+/heartbeat", async ({ payload }) => {
      const { sequence, boot_id } = JSON.parse(Buffer.from(payload).toString("utf8"));
      const ack = JSON.stringify({ received: true, server_id: "nas", sequence, boot_id });
      await test.broker.publish(`homelab/agents/${ownGuid}/ack`, Buffer.from(ack), { qos: 0, retain: false });
    });
    const report = async (trusted: string | null) => {
      const access = { username: null, password: null, prefix: "homelab", token: test.agentToken };
      const reporter = new MqttReporter({
        ...access,
        url: url(),
        ca: trusted,
        clock: new FakeClock(),
        random: Math.random,
      });
      const outcome = await reporter.send([sampleHeartbeat({ server_guid: ownGuid })], new AbortController().signal);
      reporter.close();
      return outcome.kind;
    };

    expect([await report(ca()), await report(null)]).toEqual(["accepted", "unavailable"]);
  });

  it("shows a new certificate when its files have changed", async () => {
    const before = await serial();
    makeCertificate();
    await test.house.clock.advance(10_000);

    expect((await serial()) === before).toBe(false);
  });
});
