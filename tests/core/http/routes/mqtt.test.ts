import { afterEach, describe, expect, it } from "vitest";
import { TestHub } from "../../../support/test-hub.ts";

const withoutLocalAgent = "integrations:\n  agent:\n    local: false\n";

let hub: TestHub | undefined;

afterEach(async () => {
  await hub?.remove();
  hub = undefined;
});

/** What a hub of this configuration tells of its MQTT. */
async function status(config: string) {
  hub = await TestHub.start({ config: `${withoutLocalAgent}${config}` });
  return (await hub.call("GET", "/system/mqtt")).body;
}

describe("what the hub tells of MQTT", () => {
  it("is that there is none, unless it is wanted", async () => {
    expect(await status("")).toEqual({
      enabled: false,
      broker: "off",
      prefix: "homelab",
      endpoints: [],
      connected: false,
      since: null,
      clients: null,
    });
  });

  it("is where the broker in the hub listens, and how many it has", async () => {
    const config = "mqtt: { broker: embedded, prefix: lab, embedded: { listen: '127.0.0.1:0' } }\n";

    expect(await status(config)).toEqual({
      enabled: true,
      broker: "embedded",
      prefix: "lab",
      endpoints: [{ host: "127.0.0.1", port: 0, tls: false }],
      connected: true,
      since: expect.any(String),
      clients: 0,
    });
  });

  it("is where the user's broker is, and never how the hub logs in", async () => {
    const config =
      "mqtt: { broker: external, external: { url: 'mqtts://me:secret@localhost', username: me, password: secret } }\n";
    const body = await status(config);

    expect([body["endpoints"], body["connected"], body["clients"], JSON.stringify(body).includes("secret")]).toEqual([
      [{ host: "localhost", port: 8883, tls: true }],
      false,
      null,
      false,
    ]);
  });
});
