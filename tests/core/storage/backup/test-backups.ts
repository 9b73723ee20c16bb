import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../../../core/sdk/index.ts";
import { Backups } from "../../../../core/storage/backup/backups.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { LogSpy } from "../../../support/log-spy.ts";
import { TestDatabase } from "../../../support/test-database.ts";

/** The backups of a real database with a configuration, as a hub has them. */
export class TestBackups {
  readonly store: TestDatabase;
  readonly clock = new FakeClock();
  readonly log = new LogSpy();
  /** Titles and advice of the problems that are open. */
  readonly problems = new Set<Problem>();
  readonly folder: string;
  readonly backups: Backups;

  private constructor(store: TestDatabase, keep: number) {
    this.store = store;
    this.folder = path.join(store.folder, "copies");
    const configFile = path.join(store.folder, "config.yaml");
    const names = ["config.yaml", "secrets.yaml", "more/machines.yaml", "none.yaml"];
    const configFiles = names.map((name) => path.join(store.folder, name));
    this.backups = new Backups({
      sources: () => ({ databaseFile: store.database.file, configFile, configFiles, version: "1.2.3" }),
      keyFile: path.join(store.folder, "encryption.key"),
      folder: this.folder,
      keep,
      clock: this.clock,
      log: this.log,
      report: (problem) => {
        this.problems.add(problem);
        return () => void this.problems.delete(problem);
      },
    });
  }

  static async open(keep = 14): Promise<TestBackups> {
    const store = await TestDatabase.open();
    await mkdir(path.join(store.folder, "more"));
    await writeFile(path.join(store.folder, "config.yaml"), "hub: { name: !secret name }\n");
    await writeFile(path.join(store.folder, "secrets.yaml"), "name: Cellar\n");
    await writeFile(path.join(store.folder, "more/machines.yaml"), "[]\n");
    await writeFile(path.join(store.folder, "encryption.key"), "0123456789abcdef");
    await store.database.run("INSERT INTO device (slug, created_at) VALUES ('nas', 1), ('printer', 2)");
    const packs = JSON.stringify(Array.from({ length: 200 }, (_, day) => day));
    await store.database.run(
      "INSERT INTO sample_chunk (group_id, day, data) SELECT 1, value, randomblob(6000) FROM json_each($packs)",
      { packs },
    );
    return new TestBackups(store, keep);
  }

  /** Makes a backup to its end, a second after the last one, and answers its name. */
  async make(includeKey = false): Promise<string> {
    await this.clock.advance(1000);
    await this.backups.run(includeKey);
    const [newest] = await this.backups.list();
    return newest?.name ?? "";
  }

  async remove(): Promise<void> {
    await this.backups.stop();
    await this.store.remove();
  }
}
