import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readManifest } from "../../../../core/storage/backup/archive.ts";
import { restore } from "../../../../core/storage/backup/restore.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

interface BackupBody {
  readonly name: string;
  readonly state: string;
  readonly bytes: number;
  readonly contains: readonly string[];
}

let hub: TestHub;

beforeEach(async () => {
  hub = await TestHub.start();
});

afterEach(() => hub.remove());

const list = async () => (await hub.call<{ backups: BackupBody[]; total: number }>("GET", "/system/backups")).body;

/** Waits until none is being made. */
async function settled(): Promise<BackupBody[]> {
  for (;;) {
    const { backups } = await list();
    if (backups.every(({ state }) => state !== "running")) return backups;
    await setImmediate();
  }
}

const download = (name: string, headers = { "X-API-Key": testKey }) =>
  fetch(`${hub.url}/api/v1/system/backups/${name}`, { headers });

describe("backups over HTTP", () => {
  it("are begun, listed, downloaded, restored and removed", async () => {
    const begun = await hub.call<BackupBody>("POST", "/system/backup");
    const [made] = await settled();
    const name = made?.name ?? "";
    const answer = await download(name);
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-"));
    const file = path.join(folder, "backup.tar.gz");
    await writeFile(file, await answer.bytes());
    const target = { dataFolder: path.join(folder, "data"), configFile: path.join(folder, "config.yaml") };
    await restore({ file, ...target, isForced: false, now: 0 });
    const config = await readFile(target.configFile, "utf8");
    await rm(folder, { recursive: true });
    const removed = await hub.call("DELETE", `/system/backups/${name}`);

    expect([
      [begun.status, begun.body.state, begun.body.name === name],
      made,
      ["content-type", "content-length", "content-disposition"].map((header) => answer.headers.get(header)),
      config,
      [removed.status, (await download(name)).status, await list()],
    ]).toEqual([
      [202, "running", true],
      expect.objectContaining({ state: "complete", checked: true, version: "0.1.0", contains: ["database", "config"] }),
      ["application/gzip", String(made?.bytes), `attachment; filename="${name}"`],
      "integrations:\n  agent:\n    local: false\n",
      [204, 404, { backups: [], total: 0, keep: 14, next_at: expect.any(String) }],
    ]);
  });

  it("hold the encryption key when the request or the configuration asks for it", async () => {
    await writeFile(path.join(hub.dataFolder, "encryption.key"), "0123");
    await hub.call("POST", "/system/backup", { include_key: true });
    await settled();
    await hub.call("POST", "/system/backup", {});
    await settled();
    await hub.stop();
    hub = await TestHub.start({ dataFolder: hub.dataFolder, config: "backup: { include_key: true }\n" });
    await hub.call("POST", "/system/backup");

    expect((await settled()).map(({ contains }) => contains.includes("key"))).toEqual([true, false, true]);
  });

  it("are one at a time", async () => {
    const answers = await Promise.all([hub.call("POST", "/system/backup"), hub.call("POST", "/system/backup")]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect((await settled()).map(({ state }) => state)).toEqual(["complete"]);
  });

  it("are downloaded and removed by nobody but an admin, and no other file is", async () => {
    await hub.call("POST", "/system/backup");
    const [made] = await settled();
    const { body } = await hub.call<{ key: string }>("POST", "/auth/keys", { name: "looker", scope: "viewer" });
    const viewer = { "X-API-Key": body.key };
    const statuses = [
      (await download(made?.name ?? "", viewer)).status,
      (await hub.call("DELETE", `/system/backups/${made?.name}`, undefined, viewer)).status,
      (await hub.call("GET", "/system/backups", undefined, viewer)).status,
      (await download("homelabcmd.db")).status,
      (await download("..%2Fconfig.yaml")).status,
      (await download("..%2F..%2Fetc%2Fpasswd")).status,
    ];

    expect(statuses).toEqual([403, 403, 200, 404, 422, 422]);
  });

  it("lie where the configuration says, and are made on its schedule", async () => {
    await hub.stop();
    const config = 'backup: { schedule: "* * * * * *", folder: copies, keep: 1 }\n';
    hub = await TestHub.start({ dataFolder: hub.dataFolder, config });
    const folder = path.join(hub.dataFolder, "copies");
    let names: string[] = [];
    while (names.length === 0) {
      names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith("homelabcmd-"));
      await setImmediate();
    }

    const { migrations, rows } = await readManifest(path.join(folder, names[0] ?? ""));
    expect([migrations.length > 5, rows["migrations"]]).toEqual([true, migrations.length]);
  });

  it("say when the next one is made by itself, or that none is", async () => {
    await hub.remove();
    hub = await TestHub.start({
      clock: new FakeClock("2026-01-15T12:00:00Z"),
      config: "backup: { schedule: '0 4 * * *', keep: 3 }\nintegrations:\n  agent:\n    local: false\n",
    });
    const planned = (await hub.call("GET", "/system/backups")).body;
    await hub.remove();
    hub = await TestHub.start({ config: "backup: { enabled: false }\nintegrations:\n  agent:\n    local: false\n" });
    const unplanned = (await hub.call("GET", "/system/backups")).body;

    expect([planned, unplanned["next_at"]]).toEqual([
      { backups: [], total: 0, keep: 3, next_at: "2026-01-16T04:00:00.000Z" },
      null,
    ]);
  });
});
