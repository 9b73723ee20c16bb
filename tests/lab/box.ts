import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { debianImage } from "./debian.ts";
import type { Lan } from "./lan.ts";
import { ownPrefix } from "./leftovers.ts";
import { type Ended, run, succeed } from "./program.ts";

const apiFolders = ["proc", "sys", "dev"] as const;
const bootMilliseconds = 30_000;

/** What systemd-networkd is told in a box with a card. The DHCP server is to know the card, not the machine-id, which a clone copies. */
const cardConfig =
  "[Match]\nName=host0\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\n[DHCPv4]\nClientIdentifier=mac\n";
const cardFile = "/etc/systemd/network/10-host0.network";

/**
 * A Debian machine of a test's own: a root file system, and, when it was booted, a systemd that runs in it, with a boot id of its
 * own. It is plugged into a `Lan`, or shares the host's network.
 */
export class Box {
  /** Where its root file system is. */
  readonly root: string;
  readonly #folder: string;
  readonly #name: string;
  readonly #lan: Lan | undefined;
  #nspawn: ChildProcess | undefined;

  private constructor(folder: string, name: string, lan: Lan | undefined) {
    this.#folder = folder;
    this.#name = name;
    this.#lan = lan;
    this.root = path.join(folder, "root");
  }

  /** A new machine, switched off. */
  static async make(name: string, lan?: Lan): Promise<Box> {
    const box = await Box.#build(name, lan);
    await box.#mountOver(await debianImage());
    await box.write("/etc/hostname", `${name}\n`);
    if (!lan) return box;
    await box.write(cardFile, cardConfig);
    await succeed("chroot", box.root, "systemctl", "--quiet", "enable", "systemd-networkd");
    return box;
  }

  /** A copy of the disk of this machine, in another machine: its name, its machine-id and its agent are the same. */
  async clone(name: string): Promise<Box> {
    const copy = await Box.#build(name, this.#lan);
    await succeed("cp", "--archive", "--one-file-system", `${this.root}/.`, copy.root);
    return copy;
  }

  static async #build(name: string, lan: Lan | undefined): Promise<Box> {
    const folder = await mkdtemp(ownPrefix("box", name));
    const box = new Box(folder, name, lan);
    await mkdir(box.root);
    return box;
  }

  /** Why none boots here, as in a container that may not start another; `undefined` when one does. */
  static async whyNoneBoots(): Promise<string | undefined> {
    const box = await Box.make("probe");
    try {
      await box.boot();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await box.remove();
    }
  }

  /** Boots it, as PID 1 of a systemd of its own. Resolves when that has settled; rejects where none boots. */
  async boot(): Promise<void> {
    const parameters = ["--quiet", "--directory", this.root, "--boot", `--machine=${this.#name}`];
    const apart = ["--register=no", "--keep-unit", "--link-journal=no", "--resolv-conf=off", "--console=pipe"];
    const nspawn = ["systemd-nspawn", ...parameters, ...apart];
    const [program = "", ...rest] = this.#lan
      ? ["nsenter", `--net=${this.#lan.namespace}`, ...nspawn, "--network-bridge=br0"]
      : nspawn;
    await this.#unmountApi();
    const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
    let console = "";
    child.stdout.on("data", (chunk: Buffer) => {
      console += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      console += chunk;
    });
    this.#nspawn = child;
    const endsAt = performance.now() + bootMilliseconds;
    for (;;) {
      const { output } = await this.exec("systemctl is-system-running --wait").catch(() => ({ output: "" }));
      if (/running|degraded/.test(output)) return;
      if (child.exitCode !== null || performance.now() > endsAt) throw new Error(`The box did not boot:\n${console}`);
    }
  }

  /** Runs a line in the box's shell: beside its systemd when it was booted, else in a change of root. */
  async exec(line: string): Promise<Ended> {
    const home = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root" };
    if (!this.#nspawn) return run("chroot", [this.root, "/bin/sh", "-c", line], { env: { ...process.env, ...home } });
    const inside = ["--target", String(this.#leader()), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
    return run("nsenter", [...inside, "/bin/sh", "-c", line], { env: home, cwd: "/" });
  }

  /** Like `exec`, for a line that has to succeed: what it printed. */
  async succeed(line: string): Promise<string> {
    const { code, output } = await this.exec(line);
    if (code !== 0) throw new Error(`${line} ended with ${code}:\n${output}`);
    return output;
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(path.join(this.root, file), text);
  }

  /** Mounts what a program without a systemd of its own expects: /proc, /sys and /dev. */
  async mountApi(): Promise<void> {
    for (const folder of apiFolders) await succeed("mount", "--rbind", `/${folder}`, path.join(this.root, folder));
    for (const folder of apiFolders) await succeed("mount", "--make-rslave", path.join(this.root, folder));
  }

  /** Switches it off and removes everything of it. */
  async remove(): Promise<void> {
    await this.powerOff();
    await this.#unmountApi();
    await run("umount", ["--lazy", this.root]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async powerOff(): Promise<void> {
    const child = this.#nspawn;
    if (!child) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null) {
      await this.exec("systemctl poweroff").catch(() => {});
      const timer = setTimeout(() => child.kill("SIGKILL"), bootMilliseconds);
      await ended;
      clearTimeout(timer);
    }
    this.#nspawn = undefined;
  }

  async #unmountApi(): Promise<void> {
    for (const folder of apiFolders) await run("umount", ["--recursive", "--lazy", path.join(this.root, folder)]);
  }

  /** Over the image, so that a box costs nothing; a copy of it where that is not to be had. */
  async #mountOver(image: string): Promise<void> {
    const [upper, work] = [path.join(this.#folder, "upper"), path.join(this.#folder, "work")];
    await mkdir(upper);
    await mkdir(work);
    const layers = `lowerdir=${image},upperdir=${upper},workdir=${work}`;
    const { code } = await run("mount", ["-t", "overlay", "overlay", "-o", layers, this.root]);
    if (code !== 0) await succeed("cp", "--archive", "--reflink=auto", `${image}/.`, this.root);
  }

  /** The box's PID 1, as the machine around it numbers it. */
  #leader(): number {
    const pid = this.#nspawn?.pid;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const [leader = ""] = children;
    if (leader === "") throw new Error("The box has no PID 1 yet");
    return Number(leader);
  }

  /** The hardware address of its card, made of its name: a box that is made anew under that name has the same card. */
  async mac(): Promise<string> {
    return (await this.succeed("cat /sys/class/net/host0/address")).trim();
  }

  /** The text of a file in it. */
  read(file: string): Promise<string> {
    return readFile(path.join(this.root, file), "utf8");
  }
}
