import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { canInstall, installTools, missingTools } from "./install-tools.ts";
import { ownPrefix, removeLeftovers } from "./leftovers.ts";
import { run, succeed } from "./program.ts";

/** What a network is made with; the packages that bring it. */
const tools = { ip: "iproute2", dnsmasq: "dnsmasq-base", nsenter: "util-linux" } as const;
const [lowestNumber, highestNumber] = [64, 191];
/** Shorter than dnsmasq takes none. */
const leaseSeconds = 120;

/** Why there can be no network here; `undefined` when there can. */
export function whyNoLan(): string | undefined {
  const missing = missingTools(tools);
  return canInstall() || missing.length === 0 ? undefined : `a network needs ${missing.join(" and ")}`;
}

/**
 * A network of a test's own, with a switch and a real DHCP server, in a network namespace. Boxes are plugged in when they boot. The
 * host that runs the tests has a card in it too, at `address`: there a hub listens.
 */
export class Lan {
  /** The host's own address. */
  readonly address: string;
  readonly #name: string;
  readonly #prefix: string;
  readonly #folder: string;
  readonly #reservations = new Map<string, string>();
  #dhcp: ChildProcess | undefined;

  private constructor(number: number, folder: string) {
    // Interface names have 15 characters at most.
    this.#name = `hlab${process.pid}`;
    this.#prefix = `10.77.${number}`;
    this.#folder = folder;
    this.address = `${this.#prefix}.1`;
  }

  /** Makes the network; only one at a time in a process. What runs that crashed left behind is removed first. */
  static async up(): Promise<Lan> {
    await installTools(tools);
    await removeLeftovers();
    const lan = new Lan(freeNumber(), await mkdtemp(ownPrefix("lan", "dhcp")));
    try {
      await lan.#makeSwitch();
      await lan.#startDhcp();
    } catch (error) {
      await lan.down();
      throw error;
    }
    return lan;
  }

  /** The namespace of the switch, whose bridge is `br0`. */
  get namespace(): string {
    return `/run/netns/${this.#switch}`;
  }

  /** From now on this card gets this address, the last number of it given; it is told so at its next renewal. */
  async reserve(mac: string, last: number): Promise<string> {
    const address = `${this.#prefix}.${last}`;
    this.#reservations.set(mac, address);
    await this.#writeReservations();
    this.#dhcp?.kill("SIGHUP");
    return address;
  }

  /** Pulls a box's cable at the switch, or plugs it in again. */
  async plug(boxName: string, isPlugged: boolean): Promise<void> {
    // So systemd-nspawn calls its end of the cable.
    await this.#inSwitch("link", "set", `vb-${boxName}`, isPlugged ? "up" : "down");
  }

  /** Removes the network. */
  async down(): Promise<void> {
    const dhcp = this.#dhcp;
    if (dhcp && dhcp.exitCode === null) {
      const ended = new Promise((resolve) => dhcp.once("exit", resolve));
      dhcp.kill();
      await ended;
    }
    // The namespace takes its cables along, but in its own time: the next network has the same names.
    await run("ip", ["link", "del", this.#name]);
    await run("ip", ["netns", "del", this.#switch]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #switch(): string {
    return `${this.#name}-sw`;
  }

  #inSwitch(...parameters: readonly string[]): Promise<string> {
    return succeed("ip", "-n", this.#switch, ...parameters);
  }

  async #makeSwitch(): Promise<void> {
    await succeed("ip", "netns", "add", this.#switch);
    await this.#inSwitch("link", "set", "lo", "up");
    await this.#inSwitch("link", "add", "br0", "type", "bridge");
    await this.#inSwitch("address", "add", `${this.#prefix}.2/24`, "dev", "br0");
    await this.#inSwitch("link", "set", "br0", "up");
    await succeed("ip", "link", "add", this.#name, "type", "veth", "peer", "name", "host", "netns", this.#switch);
    await this.#inSwitch("link", "set", "host", "master", "br0", "up");
    await succeed("ip", "address", "add", `${this.address}/24`, "dev", this.#name);
    await succeed("ip", "link", "set", this.#name, "up");
  }

  async #startDhcp(): Promise<void> {
    await this.#writeReservations();
    const files = [`--dhcp-hostsfile=${this.#hostsFile}`, `--dhcp-leasefile=${path.join(this.#folder, "leases")}`];
    const range = `--dhcp-range=${this.#prefix}.100,${this.#prefix}.199,255.255.255.0,${leaseSeconds}`;
    const own = ["--conf-file=/dev/null", "--keep-in-foreground", "--pid-file", "--user=root", "--log-facility=-"];
    const service = ["--port=0", "--interface=br0", "--dhcp-authoritative", "--no-ping"];
    const router = `--dhcp-option=option:router,${this.address}`;
    const inside = [`--net=${this.namespace}`, "dnsmasq", ...own, ...service, range, router, ...files];
    this.#dhcp = spawn("nsenter", inside, { stdio: "ignore" });
  }

  get #hostsFile(): string {
    return path.join(this.#folder, "hosts");
  }

  async #writeReservations(): Promise<void> {
    await writeFile(this.#hostsFile, [...this.#reservations].map((pair) => `${pair.join(",")}\n`).join(""));
  }
}

/** A network that nobody uses here; where to begin to look depends on the process, so that two that start at once do not meet. */
function freeNumber(): number {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const isUsed = (number: number) => addresses.some(({ address }) => address.startsWith(`10.77.${number}.`));
  const count = highestNumber - lowestNumber + 1;
  for (let step = 0; step < count; step++) {
    const number = lowestNumber + ((process.pid + step) % count);
    if (!isUsed(number)) return number;
  }
  throw new Error("Every network of the tests is in use");
}
