import { describe, expect, test } from "vitest";
import { parsePackageUpdates } from "../../../agent/collectors/packages.ts";
import { readFixture } from "../fixture-host.ts";

const rows = (file: string) =>
  parsePackageUpdates(readFixture(`programs/${file}`)).map(
    ({ name, currentVersion, newVersion, repository, isSecurity }) =>
      [isSecurity ? "security" : "update", name, currentVersion, newVersion, repository].join(" | "),
  );

describe("parsePackageUpdates", () => {
  test("reads Debian 12, whose security suite is of oldstable by now", () => {
    const updates = parsePackageUpdates(readFixture("programs/apt-get-debian-12.txt"));

    const named = ["base-files", "libgcrypt20-dev", "liblzma5"];
    expect(updates.filter(({ name }) => named.includes(name))).toEqual([
      {
        name: "base-files",
        currentVersion: "12.4+deb12u11",
        newVersion: "12.4+deb12u15",
        repository: "Debian:12.15/oldstable",
        isSecurity: false,
      },
      ...[
        ["libgcrypt20-dev", "1.10.1-3", "1.10.1-3+deb12u1"],
        ["liblzma5", "5.4.1-1", "5.4.1-1+deb12u2"],
      ].map(([name, currentVersion, newVersion]) => ({
        name,
        currentVersion,
        newVersion,
        repository: "Debian-Security:12/oldstable-security",
        isSecurity: true,
      })),
    ]);
  });

  test("reads Debian 13, and counts no package that is only installed beside an upgrade", () => {
    expect(rows("apt-get-debian-13.txt")).toEqual([
      "update | sudo | 1.9.16p2-3 | 1.9.16p2-3+deb13u1 | Debian:13.1/stable",
      "security | linux-image-amd64 | 6.12.43-1 | 6.12.48-1 | Debian-Security:13/stable-security",
      "security | openssl:i386 | 3.5.1-1 | 3.5.1-1+deb13u1 | Debian-Security:13/stable-security",
    ]);
  });

  test("reads Ubuntu, where a package comes from several suites and some security from Ubuntu Pro", () => {
    expect(rows("apt-get-ubuntu.txt")).toEqual([
      "security | libssl3t64 | 3.0.13-0ubuntu3.4 | 3.0.13-0ubuntu3.5 | Ubuntu:24.04/noble-security",
      "update | snapd | 2.63+24.04 | 2.65.3+24.04 | Ubuntu:24.04/noble-updates",
      "security | jq | 1.7.1-3build1 | 1.7.1-3ubuntu0.24.04.1 | UbuntuESMApps:24.04/noble-apps-security",
    ]);
  });

  test("reads Raspberry Pi OS, whose origin has blanks", () => {
    expect(rows("apt-get-raspberry-pi-os.txt")).toEqual([
      "update | rpi-eeprom | 26.2-1 | 27.1-1 | Raspberry Pi Foundation:stable",
      "update | libc6 | 2.36-9+rpt2+deb12u7 | 2.36-9+rpt2+deb12u8 | Raspberry Pi Foundation:stable",
    ]);
  });

  test("finds nothing where everything is up to date", () => {
    expect(rows("apt-get-nothing.txt")).toEqual([]);
  });
});
