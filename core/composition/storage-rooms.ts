import path from "node:path";
import { readConfigFile } from "../config/read-config-file.ts";
import { Problems } from "../problems/problems.ts";
import type { Problem } from "../sdk/index.ts";
import { Backups, backupFolderName } from "../storage/backup/backups.ts";
import { keyName } from "../storage/backup/manifest.ts";
import { StorageHealth } from "../storage/storage-health.ts";
import { ThoroughCheck } from "../storage/thorough-check.ts";
import type { AddRoom, Ground, Resolve } from "./ground.ts";

/** What keeps the database whole. */
export function addStorageRooms({ settings, clock, log: hubLog, database }: Ground, room: AddRoom): void {
  const { config, dataFolder, version } = settings;
  const log = hubLog.child("storage");
  const reporter = (get: Resolve, id: string) => (problem: Problem) => get(Problems).report("storage", id, problem);

  room(StorageHealth, (get) => new StorageHealth(clock, reporter(get, "health")));
  room(ThoroughCheck, (get) => {
    const files = { databaseFile: database.file, memoryFile: path.join(dataFolder, "last-check.txt") };
    return new ThoroughCheck({ ...files, clock, log, report: reporter(get, "damage") }, !database.endedCleanly);
  });
  room(Backups, (get) => {
    const configFile = path.resolve(config.source.file);
    const sources = () => {
      return { databaseFile: database.file, configFile, configFiles: readConfigFile(configFile).files, version };
    };
    const keyFile = path.join(dataFolder, keyName);
    const folder = config.backup.folder ?? path.join(dataFolder, backupFolderName);
    const parts = { sources, keyFile, folder, keep: config.backup.keep, clock, log };
    return new Backups({ ...parts, report: reporter(get, "backup") });
  });
}
