import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Box } from "../lab/box.ts";
import { whyNoBoxes } from "../lab/debian.ts";
import { Lan, whyNoLan } from "../lab/lan.ts";
import { TestHub } from "../support/test-hub.ts";

const reason = whyNoBoxes() ?? whyNoLan() ?? (await Box.whyNoneBoots());
if (reason !== undefined) console.info(`Identity on machines with a network of their own is not tried: ${reason}`);

const config = "integrations:\n  agent:\n    local: false\n    heartbeat_interval_seconds: 1\n";
const agentConfig = "/etc/homelab-agent/config.yaml";
/** Patience for what another process does in its own time. */
const patience = { timeout: 90_000, interval: 250 };

interface MachineBody {
  readonly id: string;
  readonly guid: string;
  readonly status: string;
  readonly hostname: string;
  readonly display_name: string | null;
  readonly ip_address: string;
  readonly last_seen: string;
}

interface IdentityBody {
  readonly guid: string;
  readonly candidates: readonly { readonly machine_id: string; readonly why: readonly string[] }[];
  readonly addresses: readonly {
    readonly kind: string;
    readonly value: string;
    readonly first_seen: string;
    readonly last_seen: string;
  }[];
}

let lan: Lan;
let hub: TestHub;
let boxes: Box[];

beforeEach(async () => {
  boxes = [];
  lan = await Lan.up();
  hub = await TestHub.start({ config, listen: `${lan.address}:0` });
});

afterEach(async () => {
  for (const box of boxes) await box.remove();
  await hub?.remove();
  await lan?.down();
});

/** A machine in the network that was switched on. */
async function bootBox(name: string): Promise<Box> {
  const box = await Box.make(name, lan);
  boxes.push(box);
  await box.boot();
  return box;
}

/** Runs the line of the dashboard. */
async function enrol(box: Box): Promise<void> {
  const { body } = await hub.call<{ install_command: string }>("POST", "/agents/register/tokens", {});
  await box.succeed(body.install_command);
}

async function machines(): Promise<readonly MachineBody[]> {
  return (await hub.call<{ machines: MachineBody[] }>("GET", "/machines")).body.machines.toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  );
}

/** The machine, once it is as it is to become. */
function machineOnce(id: string, isThere: (machine: MachineBody) => boolean): Promise<MachineBody> {
  return vi.waitFor(async () => {
    const machine = (await machines()).find((one) => one.id === id);
    if (!machine || !isThere(machine)) throw new Error(`${id} is ${JSON.stringify(machine)}`);
    return machine;
  }, patience);
}

const isOnline = ({ status }: MachineBody) => status === "online";

async function identity(id: string): Promise<IdentityBody> {
  return (await hub.call<IdentityBody>("GET", `/machines/${id}/identity`)).body;
}

/** Every address or name under which a machine was seen, oldest first. */
async function history(id: string, kind: "ip" | "hostname"): Promise<readonly string[]> {
  const { addresses } = await identity(id);
  const ofKind = addresses.filter((entry) => entry.kind === kind);
  return ofKind.toSorted((one, other) => (one.first_seen < other.first_seen ? -1 : 1)).map(({ value }) => value);
}

/** When each reading was taken, oldest first, in Unix milliseconds. */
async function readingsOf(machine: string): Promise<readonly number[]> {
  const query = `/history?entity_id=${machine}.memory_percent&resolution=raw`;
  const { body } = await hub.call<{ series: { readings: [number, number][] }[] }>("GET", query);
  return body.series[0]?.readings.map(([at]) => at) ?? [];
}

/** Waits until the machine has reported so many times more. */
async function heardAgain(id: string): Promise<void> {
  const before = await machineOnce(id, isOnline);
  await machineOnce(id, ({ last_seen }) => last_seen > before.last_seen);
}

describe.skipIf(reason !== undefined)("a machine in a network with DHCP", () => {
  it("stays the same machine when its address and its name change while it reports", async () => {
    const box = await bootBox("nas");
    await enrol(box);
    const before = await machineOnce("nas", isOnline);
    const address = await lan.reserve(await box.mac(), 50);
    await box.succeed("networkctl reconfigure host0");
    const moved = await machineOnce("nas", ({ ip_address }) => ip_address === address);
    await box.succeed("hostnamectl set-hostname cellar");
    const renamed = await machineOnce("nas", ({ hostname }) => hostname === "cellar");
    await heardAgain("nas");

    expect({
      guids: new Set([before, moved, renamed].map(({ guid }) => guid)).size,
      statuses: [before, moved, renamed].map(({ status }) => status),
      addresses: await history("nas", "ip"),
      names: await history("nas", "hostname"),
      machines: (await machines()).map(({ id }) => id),
    }).toEqual({
      guids: 1,
      statuses: ["online", "online", "online"],
      addresses: [before.ip_address, address],
      names: ["nas", "cellar"],
      machines: ["nas"],
    });
  });

  it("keeps its history to itself when its disk is copied into another machine, which gets a GUID of its own", async () => {
    const box = await bootBox("nas");
    await enrol(box);
    const original = await machineOnce("nas", isOnline);
    const copy = await box.clone("copy");
    boxes.push(copy);
    const configs = [await box.read(agentConfig), await copy.read(agentConfig)];
    const ids = [await box.read("/etc/machine-id"), await copy.read("/etc/machine-id")];
    await copy.boot();
    const clone = await machineOnce("nas-2", isOnline);
    await heardAgain("nas");
    await heardAgain("nas-2");
    const [shown] = (await machines()).filter(({ id }) => id === "nas");

    expect({
      wereAlike: [configs[0] === configs[1], ids[0] === ids[1]],
      original: [shown?.guid, shown?.status, shown?.ip_address],
      addresses: await history("nas", "ip"),
      clone: await history("nas-2", "ip"),
      isNew: clone.guid !== original.guid,
      guids: [await box.read(agentConfig), await copy.read(agentConfig)].map(
        (text) => /server_guid: (.*)/.exec(text)?.[1],
      ),
      tokens: new Set(
        [await box.read(agentConfig), await copy.read(agentConfig)].map((text) => /api_token: .*/.exec(text)?.[0]),
      ).size,
      isRevoked: (await hub.call<{ is_revoked: boolean }>("GET", `/agents/credentials/${clone.guid}`)).body.is_revoked,
      machines: (await machines()).map(({ id }) => id),
    }).toEqual({
      wereAlike: [true, true],
      original: [original.guid, "online", original.ip_address],
      addresses: [original.ip_address],
      clone: [clone.ip_address],
      isNew: true,
      guids: [original.guid, clone.guid],
      tokens: 2,
      isRevoked: false,
      machines: ["nas", "nas-2"],
    });
  });

  it("comes back onto its own history with a new line, after its token was renewed and then taken back", async () => {
    const box = await bootBox("nas");
    await enrol(box);
    const before = await machineOnce("nas", isOnline);
    const path = `/agents/credentials/${before.guid}`;
    await hub.call("POST", `${path}/rotate`);
    await vi.waitFor(async () => {
      if ((await hub.call<{ is_rotating: boolean }>("GET", path)).body.is_rotating) throw new Error("is rotating");
    }, patience);
    await heardAgain("nas");
    const untilRevoked = await box.succeed("journalctl --unit homelab-agent --output cat");
    await hub.call("POST", `${path}/revoke`);
    await vi.waitFor(() => box.succeed("journalctl --unit homelab-agent | grep 'refuses this agent'"), patience);
    const readings = await readingsOf("nas");
    await enrol(box);
    await heardAgain("nas");

    expect({
      wasRefused: untilRevoked.includes("refuses"),
      machines: (await machines()).map(({ id, guid }) => [id, guid]),
      kept: (await readingsOf("nas")).slice(0, readings.length),
    }).toEqual({ wasRefused: false, machines: [["nas", before.guid]], kept: readings });
  });

  it("sends what it measured while its cable was out", async () => {
    const box = await bootBox("nas");
    await enrol(box);
    const { last_seen: cutAt } = await machineOnce("nas", isOnline);
    await lan.plug("nas", false);
    const [from, to] = [Date.parse(cutAt) + 2000, Date.parse(cutAt) + 22_000];
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(to), patience);
    const during = await readingsOf("nas");
    await lan.plug("nas", true);
    const later = await vi.waitFor(async () => {
      const readings = (await readingsOf("nas")).filter((at) => at > from && at < to);
      if (readings.length < 10) throw new Error(`There are ${readings.length} readings of the time without a cable`);
      return readings;
    }, patience);

    expect({
      before: during.filter((at) => at > from),
      isThere: later.length >= 10,
      machines: (await machines()).length,
    }).toEqual({
      before: [],
      isThere: true,
      machines: 1,
    });
  });

  it("goes on with its history when it is installed anew, once the user has said so", async () => {
    const former = await bootBox("nas");
    await enrol(former);
    const before = await machineOnce("nas", isOnline);
    await hub.call("PATCH", "/machines/nas", { display_name: "Cellar" });
    await heardAgain("nas");
    await former.remove();
    const readings = await readingsOf("nas");
    // The same card: it is made of the box's name.
    const box = await bootBox("nas");
    await enrol(box);
    const anew = await machineOnce("nas-2", isOnline);
    const [candidate] = await vi.waitFor(async () => {
      const { candidates } = await identity("nas-2");
      if (candidates.length === 0) throw new Error("The former machine is not silent for long enough");
      return candidates;
    }, patience);
    const { body } = await hub.call<IdentityBody>("POST", "/machines/nas-2/identity/adopt", { machine_id: "nas" });
    await heardAgain("nas");
    const kept = await readingsOf("nas");

    expect({
      candidate: [candidate?.machine_id, candidate?.why],
      guids: [body.guid, body.guid === before.guid],
      machines: (await machines()).map(({ id, guid, display_name: name }) => [id, guid, name]),
      kept: kept.slice(0, readings.length),
      continued: kept.some((at) => at < Date.parse(anew.last_seen) && at > (readings.at(-1) ?? 0)),
      oldToken: (await hub.call<{ is_revoked: boolean }>("GET", `/agents/credentials/${before.guid}`)).body.is_revoked,
      addresses: (await history("nas", "ip")).length,
    }).toEqual({
      candidate: ["nas", ["macs", "hostname"]],
      guids: [anew.guid, false],
      machines: [["nas", anew.guid, "Cellar"]],
      kept: readings,
      continued: true,
      oldToken: true,
      addresses: 1,
    });
  });
});
