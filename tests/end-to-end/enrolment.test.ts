import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Box } from "../lab/box.ts";
import { whyNoBoxes } from "../lab/debian.ts";
import { differences, listFiles } from "../lab/file-list.ts";
import { run } from "../lab/program.ts";
import { TestHub } from "../support/test-hub.ts";

const reason = whyNoBoxes();
const noBoot = reason ?? (await Box.whyNoneBoots());
if (noBoot !== undefined) console.info(`Enrolment on a Debian that runs systemd is not tried: ${noBoot}`);

const config = "integrations:\n  agent:\n    local: false\n    heartbeat_interval_seconds: 1\n";
const agentConfig = "/etc/homelab-agent/config.yaml";
/** Patience for what another process does in its own time. */
const patience = { timeout: 60_000, interval: 200 };

let hub: TestHub;
let box: Box;

beforeEach(async () => {
  hub = await TestHub.start({ config });
});

afterEach(async () => {
  await box?.remove();
  await hub.remove();
});

interface Line {
  readonly install_command: string;
  readonly install_command_wget: string;
  readonly token: string;
}

interface Credential {
  readonly api_token_prefix: string;
  readonly is_rotating: boolean;
  readonly is_revoked: boolean;
}

/** What the dashboard does at a click. */
async function makeLine(wanted: object = {}): Promise<Line> {
  return (await hub.call<Line>("POST", "/agents/register/tokens", wanted)).body;
}

interface MachineBody {
  readonly id: string;
  readonly guid: string;
  readonly status: string;
  readonly latest_metrics: Readonly<Record<string, number>> | null;
}

/** The machines that report, once there is one with figures. */
function firstFigures(): Promise<readonly MachineBody[]> {
  return vi.waitFor(async () => {
    const { body } = await hub.call<{ machines: readonly MachineBody[] }>("GET", "/machines");
    const [machine] = body.machines;
    if (machine?.status !== "online" || machine.latest_metrics?.["memory_total_mb"] === undefined) throw new Error();
    return body.machines;
  }, patience);
}

async function setting(name: string): Promise<string> {
  const text = await box.succeed(`cat ${agentConfig}`);
  return new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1] ?? "";
}

describe.skipIf(noBoot !== undefined)("the line of the dashboard, on a Debian with systemd and no Node,", () => {
  let before: readonly string[];

  beforeEach(async () => {
    box = await Box.make("nas");
    await box.boot();
    before = await listFiles(box);
  });

  it("brings first figures, changes nothing when it is run again, upgrades in place, and leaves nothing", async () => {
    const { install_command: line } = await makeLine();
    const installed = await box.succeed(line);
    const [machine] = await firstFigures();
    const written = await box.succeed(`cat ${agentConfig}`);
    const pid = await box.succeed("systemctl show --property MainPID homelab-agent");
    const again = await box.succeed(line);
    const same = [
      await box.succeed(`cat ${agentConfig}`),
      await box.succeed("systemctl show --property MainPID homelab-agent"),
    ];
    await box.succeed("echo '// older' >>/opt/homelab-agent/homelab-agent.mjs");
    const upgraded = await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --upgrade`);
    const bundle = await box.succeed("sha256sum /opt/homelab-agent/homelab-agent.mjs");
    const newPid = await box.succeed("systemctl show --property MainPID homelab-agent");
    await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --uninstall`);

    expect({
      installed,
      machine: [machine?.id, machine?.guid],
      again,
      same,
      upgraded,
      isRestarted: newPid !== pid,
      bundle: bundle.split(" ")[0],
      left: differences(before, await listFiles(box)),
    }).toEqual({
      installed: expect.stringContaining("is installed and reports to"),
      machine: ["nas", /server_guid: (.*)/.exec(written)?.[1]],
      again: expect.stringContaining("nothing was changed"),
      same: [written, pid],
      upgraded: expect.stringContaining("is installed and reports to"),
      isRestarted: true,
      bundle: (await readFile("dist/agent/homelab-agent.mjs.sha256", "utf8")).split(" ")[0],
      left: [],
    });
  });

  it("takes the distribution's own Node where that is new enough, and takes it away again", async () => {
    await box.succeed("apt-get update");
    const packages = await box.succeed("dpkg-query --show");
    const installed = await box.succeed((await makeLine()).install_command);
    await firstFigures();
    const unit = await box.succeed("systemctl cat homelab-agent");
    await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --uninstall`);

    expect([installed, unit, await box.succeed("dpkg-query --show")]).toEqual([
      expect.stringContaining("installed Node 18"),
      expect.stringContaining("ExecStart=/usr/bin/node "),
      packages,
    ]);
  });

  it("gives the agent a token that is renewed while it runs, ends when it is taken back, and comes back with a new line", async () => {
    const line = await makeLine();
    await box.succeed(line.install_command);
    const [machine] = await firstFigures();
    const path = `/agents/credentials/${machine?.guid}`;
    const first = await setting("api_token");
    await hub.call("POST", `${path}/rotate`);
    const rotated = await vi.waitFor(async () => {
      const { body } = await hub.call<Credential>("GET", path);
      if (body.is_rotating) throw new Error();
      return body.api_token_prefix;
    }, patience);
    const second = await setting("api_token");
    await hub.call("POST", `${path}/revoke`);
    const refused = await vi.waitFor(async () => {
      const text = await box.succeed("journalctl --unit homelab-agent --output cat");
      if (!text.includes("refuses this agent")) throw new Error();
      return text;
    }, patience);
    const status = await box.succeed("systemctl is-active homelab-agent");
    const old = await box.exec(line.install_command);
    await box.succeed((await makeLine()).install_command);
    const third = await setting("api_token");

    expect({
      isNew: new Set([first, second, third]).size,
      rotated,
      isToldOnce: refused.split("refuses this agent").length - 1,
      isSecret: [first, second].some((token) => refused.includes(token)),
      status,
      old,
      guid: await setting("server_guid"),
      isRevoked: (await hub.call<Credential>("GET", path)).body.is_revoked,
    }).toEqual({
      isNew: 3,
      rotated: second.slice(0, 8),
      isToldOnce: 1,
      isSecret: false,
      status: "active\n",
      old: { code: 1, output: expect.stringContaining("Make a new enrolment token") },
      guid: machine?.guid,
      isRevoked: false,
    });
  });
});

describe.skipIf(noBoot !== undefined)("a hub with a certificate of its own", () => {
  const files = ["-keyout", "hub.key", "-out", "hub.crt"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=hub", "-addext", "subjectAltName=IP:127.0.0.1"];

  it("is proven by the hash in the line, and no other hub is believed", async () => {
    await hub.remove();
    hub = await TestHub.start({
      config: `hub:\n  tls: { cert: hub.crt, key: hub.key }\n${config}`,
      prepare: async (cwd) => {
        await run("openssl", [...kind, ...names, ...files], { cwd });
      },
    });
    // Only for the calls of the test itself.
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    box = await Box.make("pinned");
    await box.boot();
    const { install_command: line, install_command_wget: otherLine } = await makeLine();
    const forged = line.replaceAll(/sha256\/\/.{4}/g, "sha256//AAAA");
    const refused = await box.exec(forged.replace("-gfsSk", "-gfSk"));
    await box.succeed(otherLine);
    const [machine] = await firstFigures();
    vi.unstubAllEnvs();

    expect([refused.output, await setting("hub_url"), machine?.id]).toEqual([
      expect.stringMatching(/public key/),
      hub.url,
      "pinned",
    ]);
  });
});

describe.skipIf(reason !== undefined)("without a running systemd,", () => {
  beforeEach(async () => {
    box = await Box.make("image");
    await box.mountApi();
  });

  it("an init script starts the agent, and nothing of it is left either", async () => {
    await box.succeed("rm /lib/systemd/systemd && mv /usr/bin/curl /root/curl");
    const before = await listFiles(box);
    const installed = await box.succeed((await makeLine()).install_command_wget);
    const [machine] = await firstFigures();
    const status = await box.succeed("/etc/init.d/homelab-agent status; echo $?");
    await box.succeed(`wget -qO- ${hub.url}/agent/install.sh | busybox sh -s -- --uninstall`);

    expect({ installed, id: machine?.id, status, left: differences(before, await listFiles(box)) }).toEqual({
      installed: expect.stringContaining("There is no systemd here"),
      id: expect.any(String),
      status: "0\n",
      left: [],
    });
  });

  it.skipIf(noBoot !== undefined)(
    "an image carries an enrolment token, with which the machine that is made of it enrols by itself",
    async () => {
      const { install_command: line, token } = await makeLine({ name: "golden image", max_uses: 2 });
      await box.succeed(`${line} --image`);
      const prepared = await box.read(agentConfig);
      await box.boot();
      const [machine] = await firstFigures();
      const enrolled = await box.succeed(`cat ${agentConfig}`);

      expect([prepared.replace(/^#.*\n/, ""), enrolled.replace(/^#.*\n/, "")]).toEqual([
        `hub_url: ${hub.url}\nenrolment_token: ${token}\n`,
        expect.stringMatching(
          new RegExp(`^hub_url: ${hub.url}\nserver_guid: ${machine?.guid}\napi_token: hla_[\\w-]{43}\n$`),
        ),
      ]);
    },
  );

  it("a line that does not work says why, and leaves the machine as it was", async () => {
    const before = await listFiles(box);
    const { install_command: line, token } = await makeLine();
    const unknown = await box.exec(line.replace(token, "hle_wrong"));
    const lost = await box.exec(line.replace("--hub http:", "--hub http://127.0.0.1:1 --server-id nas --hub x:"));

    expect({ unknown, lost, left: differences(before, await listFiles(box)) }).toEqual({
      unknown: { code: 1, output: expect.stringContaining("This enrolment token is not known") },
      lost: { code: 1, output: expect.stringContaining("--hub must be an address") },
      left: [],
    });
  });
});
