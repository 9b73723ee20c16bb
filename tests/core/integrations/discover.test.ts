import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../core/errors.ts";
import { discoverIntegrations, orderIntegrations } from "../../../core/integrations/discover.ts";
import type { Manifest } from "../../../core/sdk/index.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { makeFolder } from "../../support/test-database.ts";

const good = "domain: docker\nname: Docker\nversion: 1.2.0\napi: 1\ndescription: Shows containers.\n";

describe("discoverIntegrations", () => {
  let folder: string;
  let log: LogSpy;

  beforeEach(async () => {
    folder = await makeFolder();
    log = new LogSpy();
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function addIntegration(name: string, manifest: string): Promise<void> {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "manifest.yaml"), manifest);
  }

  it("finds each folder's manifest, and passes over plain files", async () => {
    await addIntegration("docker", `${good}after: [agent]\nenabled_by_default: true\npermissions: [ssh]\n`);
    await writeFile(path.join(folder, "README.md"), "about integrations");

    expect([await discoverIntegrations([folder], log), log.lines]).toEqual([
      [
        {
          folder: path.join(folder, "docker"),
          manifest: {
            domain: "docker",
            name: "Docker",
            version: "1.2.0",
            api: 1,
            description: "Shows containers.",
            after: ["agent"],
            enabled_by_default: true,
            permissions: ["ssh"],
          },
        },
      ],
      [],
    ]);
  });

  it.each<[name: string, manifest: string, reason: string]>([
    ["is empty", "", "the manifest must be object"],
    ["is no map", "- docker\n", "the manifest must be object"],
    ["is no YAML", "domain: [", "Flow sequence in block collection must be sufficiently indented"],
    ["has no description", good.replace(/description.*\n/, ""), "must have required property 'description'"],
    [
      "names another folder",
      good.replace("domain: docker", "domain: podman"),
      'domain must be "docker", as its folder',
    ],
    ["needs a newer hub", good.replace("api: 1", "api: 2"), "it needs api 2; this hub speaks 1"],
    ["has a version that is no text", good.replace("1.2.0", "1.2"), "version must be string"],
    ["has a field that nobody knows", `${good}depends: [agent]\n`, "must NOT have additional properties"],
    ["has a domain that is no name", good.replace("domain: docker", "domain: ../docker"), "domain must match pattern"],
  ])("leaves out a folder whose manifest %s, says why, and goes on", async (_, manifest, reason) => {
    await addIntegration("docker", manifest);
    await addIntegration("slack", good.replace("domain: docker", "domain: slack"));

    const found = await discoverIntegrations([folder], log);

    expect([found.map((one) => one.manifest.domain), log.messages("error")]).toEqual([
      ["slack"],
      [expect.stringContaining(`The integration in ${path.join(folder, "docker")} is left out: `)],
    ]);
    expect(log.messages("error")[0]).toContain(reason);
  });

  it("leaves out a folder without a manifest", async () => {
    await mkdir(path.join(folder, "empty"));

    expect([await discoverIntegrations([folder], log), log.messages("error")]).toEqual([
      [],
      [expect.stringMatching(/empty is left out: ENOENT/)],
    ]);
  });
});

describe("orderIntegrations", () => {
  const item = (domain: string, ...after: string[]): { manifest: Manifest } => ({
    manifest: { domain, name: domain, version: "1.0.0", api: 1, description: "x", after },
  });
  const domains = (items: readonly { manifest: Manifest }[]) => items.map(({ manifest }) => manifest.domain);

  it("puts each after those that it names, and else keeps the order", () => {
    const items = [item("costs", "docker", "agent"), item("slack"), item("docker", "agent"), item("agent")];

    expect(domains(orderIntegrations(items))).toEqual(["agent", "docker", "costs", "slack"]);
  });

  it("does not wait for one that is not there", () => {
    expect(domains(orderIntegrations([item("docker", "podman")]))).toEqual(["docker"]);
  });

  it.each<[string, { manifest: Manifest }[], string]>([
    ["two", [item("a", "b"), item("b", "a")], "a -> b -> a"],
    ["three", [item("x"), item("a", "b"), item("b", "c"), item("c", "a")], "a -> b -> c -> a"],
    ["one with itself", [item("a", "a")], "a -> a"],
  ])("refuses a circle of %s and names it", (_, items, circle) => {
    expect(() => orderIntegrations(items)).toThrow(new StartError(`Integrations wait for each other: ${circle}`));
  });

  it("keeps every integration once and after what it names, whatever the order they are found in", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)).filter(([one, other]) => one !== other));

    fc.assert(
      fc.property(edges, fc.shuffledSubarray(names, { minLength: 6 }), (pairs, found) => {
        // Only later names wait for earlier ones, so there is no circle.
        const needs = (name: string) =>
          pairs
            .filter(([one, other]) => names[Math.max(one, other)] === name)
            .map(([one, other]) => names[Math.min(one, other)] ?? "");

        const ordered = domains(orderIntegrations(found.map((name) => item(name, ...needs(name)))));

        const isAfter = ordered.every((name) =>
          needs(name).every((one) => ordered.indexOf(one) < ordered.indexOf(name)),
        );
        expect([ordered.toSorted(), isAfter]).toEqual([names, true]);
      }),
    );
  });
});
