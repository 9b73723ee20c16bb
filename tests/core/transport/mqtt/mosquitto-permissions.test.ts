import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasMosquitto, Mosquitto } from "../../../support/mosquitto.ts";
import { TestClient } from "../../../support/mqtt-client.ts";

const [own, other] = ["a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d", "ffffffff-e5f6-4a7b-8c9d-0e1f2a3b4c5d"];

/** The list of permissions that the documentation advises. */
function documented(): string {
  const text = readFileSync(path.resolve(import.meta.dirname, "../../../../docs/security.md"), "utf8");
  return /```\n(# homelab\.acl[\s\S]*?)```/.exec(text)?.[1] ?? "";
}

describe.runIf(hasMosquitto())("Mosquitto with the documented permissions", () => {
  let mosquitto: Mosquitto;
  const clients: TestClient[] = [];

  beforeEach(async () => {
    const settings = ["allow_anonymous false", "password_file FOLDER/passwords", "acl_file FOLDER/homelab.acl"];
    mosquitto = await Mosquitto.start({ settings, files: { passwords: "", "homelab.acl": documented() } });
    const passwords = path.join(mosquitto.folder, "passwords");
    for (const user of ["homelabcmd", own, other]) execFileSync("mosquitto_passwd", ["-b", passwords, user, "secret"]);
    await chmod(passwords, 0o644);
    await mosquitto.kill("SIGTERM");
    await mosquitto.run();
  });

  afterEach(async () => {
    for (const { client } of clients.splice(0)) client.end(true);
    await mosquitto.remove();
  });

  async function connect(username: string): Promise<TestClient> {
    const client = await TestClient.connect(mosquitto.url, { username, password: "secret" });
    clients.push(client);
    return client;
  }

  it("lets an agent report in its own name only, and the hub answer it", async () => {
    const [hub, agent, forger] = [await connect("homelabcmd"), await connect(own), await connect(own)];
    await hub.subscribe("homelab/agents/+/heartbeat");
    await agent.subscribe(`homelab/agents/${own}/ack`);
    // Some versions of Mosquitto acknowledge what they do not permit and drop it; others end the connection.
    await forger.publish(`homelab/agents/${other}/heartbeat`, "forged").catch(() => {});
    await agent.publish(`homelab/agents/${own}/heartbeat`, "good");
    const heard = await hub.arrival(0);
    await hub.publish(`homelab/agents/${own}/ack`, "taken");

    expect([heard.text, (await agent.arrival(0)).text]).toEqual(["good", "taken"]);
  });

  it("lets an agent hear its own answers only", async () => {
    const [hub, agent, spy] = [await connect("homelabcmd"), await connect(own), await connect(other)];
    await spy.subscribe("#");
    await spy.subscribe(`homelab/agents/${own}/ack`);
    await spy.subscribe(`homelab/agents/${other}/ack`);
    await agent.subscribe(`homelab/agents/${own}/ack`);
    await hub.publish(`homelab/agents/${own}/ack`, "for the one");
    await hub.publish(`homelab/agents/${other}/ack`, "for the other");

    expect([(await agent.arrival(0)).text, (await spy.arrival(0)).text]).toEqual(["for the one", "for the other"]);
  });
});
