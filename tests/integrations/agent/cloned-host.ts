import { FixtureHost } from "../../agent/fixture-host.ts";

/** A machine made of files, of which a clone has others: what the kernel makes at boot, and the cards that the host has. */
export class ClonedHost extends FixtureHost {
  readonly #own: Readonly<Record<string, string>>;

  /** `number` makes the boot id and the hardware address. */
  constructor(number: number, macNumber = number) {
    super("raspberry-pi");
    this.#own = {
      "/proc/sys/kernel/random/boot_id": `00000000-0000-4000-8000-00000000000${number}\n`,
      "/sys/class/net/eth0/address": `52:54:00:00:00:0${macNumber}\n`,
      "/sys/class/net/wlan0/address": `52:54:00:00:01:0${macNumber}\n`,
    };
  }

  override async readText(path: string): Promise<string | null> {
    return this.#own[path] ?? super.readText(path);
  }
}
