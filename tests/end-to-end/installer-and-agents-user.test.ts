import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Box } from "../lab/box.ts";
import { whyNoBoxes } from "../lab/debian.ts";
import { TestHub } from "../support/test-hub.ts";

const config = "integrations:\n  agent:\n    local: false\n    heartbeat_interval_seconds: 1\n";
const reason = whyNoBoxes() ?? (await Box.whyNoneBoots());

let hub: TestHub;
let box: Box;

/** Runs a line as the agent's user, whom somebody took over. */
function asAgent(line: string): Promise<string> {
  return box.succeed(`su -s /bin/sh homelab-agent -c '${line}'`);
}

async function makeLine(of = hub): Promise<string> {
  return (await of.call<{ install_command: string }>("POST", "/agents/register/tokens", {})).body.install_command;
}

function install(...options: readonly string[]) {
  return box.exec(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- ${options.join(" ")}`);
}

/** A web server that hands out an agent which, run by root, leaves a trace. */
async function serveTrap(): Promise<{ readonly server: Server; readonly url: string }> {
  const trap = "import { writeFileSync } from 'node:fs'; writeFileSync('/root/trapped', ''); console.log('9.9.9');\n";
  const sha256 = createHash("sha256").update(trap).digest("hex");
  const server = createServer(({ url = "" }, response) => response.end(url.endsWith(".sha256") ? sha256 : trap));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.skipIf(reason !== undefined)(
  "the installer, run again by root after somebody took over the agent's user,",
  () => {
    beforeEach(async () => {
      hub = await TestHub.start({ config });
      box = await Box.make("nas");
      await box.boot();
      await box.succeed(await makeLine());
    });

    afterEach(async () => {
      await box?.remove();
      await hub.remove();
    });

    it("follows no link to a file that is root's", async () => {
      await box.succeed("echo root >/root/kept && chmod 600 /root/kept");
      await asAgent("ln -s /root/kept /etc/homelab-agent/config.yaml.new");
      await install("--upgrade", "--updates");

      expect(await box.succeed("stat -c '%U %a' /root/kept && cat /root/kept")).toBe("root 600\nroot\n");
    });

    it("gives the agent no file that only root may read", async () => {
      await box.succeed("printf 'hub_url: http://hub\\nsecret: 1\\n' >/root/secret && chmod 600 /root/secret");
      await asAgent("ln -sf /root/secret /etc/homelab-agent/config.yaml");
      await install("--upgrade", "--updates", `--hub ${hub.url}`);

      expect((await box.exec("su -s /bin/sh homelab-agent -c 'cat /etc/homelab-agent/*'")).output).not.toContain(
        "secret: 1",
      );
    });

    it("fetches nothing from where the agent's config says, for root would run it", async () => {
      const { server, url } = await serveTrap();
      await asAgent(`sed -i "s|^hub_url:.*|hub_url: ${url}|" /etc/homelab-agent/config.yaml`);
      const { output } = await install("--upgrade");
      server.close();

      expect([output, await box.succeed("ls /root")]).toEqual([expect.stringContaining("Say which one it is"), ""]);
    });

    it("takes a machine to another hub with that hub's line", async () => {
      const other = await TestHub.start({ config });
      try {
        await box.succeed(await makeLine(other));
        expect(await box.succeed("grep ^hub_url /etc/homelab-agent/config.yaml")).toBe(`hub_url: ${other.url}\n`);
      } finally {
        await other.remove();
      }
    });
  },
);
