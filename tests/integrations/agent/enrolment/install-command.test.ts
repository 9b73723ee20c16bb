import { describe, expect, it } from "vitest";
import {
  type InstallSource,
  installCommands,
  upgradeCommand,
} from "../../../../integrations/agent/enrolment/install-command.ts";

const source: InstallSource = { hubUrl: "http://hub.lan:8080", networkUrls: [], pin: null, token: "hle_abc" };

describe("the line that installs an agent", () => {
  it.each<[string, Partial<InstallSource>, string]>([
    [
      "names the hub as the browser does",
      {},
      "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --hub http://hub.lan:8080 --token hle_abc",
    ],
    [
      "names an address of the network when the browser runs on the hub",
      { hubUrl: "http://localhost:8080", networkUrls: ["http://192.168.1.2:8080"] },
      "curl -gfsSL http://192.168.1.2:8080/agent/install.sh | sh -s -- --hub http://192.168.1.2:8080 --token hle_abc",
    ],
    [
      "quotes what a shell would read as a pattern",
      { hubUrl: "http://[fd00::2]:8080/lab" },
      "curl -gfsSL 'http://[fd00::2]:8080/lab/agent/install.sh' | sh -s -- --hub 'http://[fd00::2]:8080/lab' --token hle_abc",
    ],
    [
      "carries the hash of a key that nobody knows",
      { hubUrl: "https://hub.lan", pin: "sha256//abc=" },
      "curl -gfsSk --pinnedpubkey 'sha256//abc=' https://hub.lan/agent/install.sh | sh -s -- --hub https://hub.lan --token hle_abc --pin 'sha256//abc='",
    ],
    [
      "has no such hash without encryption",
      { pin: "sha256//abc=" },
      "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --hub http://hub.lan:8080 --token hle_abc",
    ],
    [
      "lets the agent take updates where that is wanted",
      { takesUpdates: true },
      "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --hub http://hub.lan:8080 --token hle_abc --updates",
    ],
    [
      "does not repeat a hostile Host header",
      { hubUrl: "http://hub$(reboot):8080", networkUrls: ["http://192.168.1.2:8080"] },
      "curl -gfsSL http://192.168.1.2:8080/agent/install.sh | sh -s -- --hub http://192.168.1.2:8080 --token hle_abc",
    ],
  ])("%s", (_, changes, line) => {
    expect(installCommands({ ...source, ...changes }).curl).toBe(line);
  });
});

describe("the line that upgrades an agent by hand", () => {
  it("needs no token, and believes the same key", () => {
    const pinned = { ...source, hubUrl: "https://hub.lan", pin: "sha256//abc=" };

    expect([upgradeCommand(source), upgradeCommand(pinned)]).toEqual([
      "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --upgrade",
      "curl -gfsSk --pinnedpubkey 'sha256//abc=' https://hub.lan/agent/install.sh | sh -s -- --upgrade --pin 'sha256//abc='",
    ]);
  });
});
