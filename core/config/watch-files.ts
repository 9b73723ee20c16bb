import { type FSWatcher, realpathSync, watch } from "node:fs";
import path from "node:path";
import type { Clock, Logger, Undo } from "../sdk/index.ts";

/** An editor writes a file in several steps, or writes another one and renames it; this long after the last it is done. */
const settleMilliseconds = 300;

/** A mounted ConfigMap of Kubernetes changes by this link alone. */
const configMapLink = "..data";

/** What a watcher needs. */
export interface WatchParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly onChange: () => void;
}

/**
 * Calls `onChange` once files have changed, appeared or gone. Folders are watched and not the files, which a rename would replace;
 * a folder that cannot be watched is logged, and changes in it are noticed by the next reload only.
 */
export function watchFiles(files: readonly string[], { clock, log, onChange }: WatchParts): Undo {
  let cancel: Undo = () => {};
  const touched = () => {
    cancel();
    cancel = clock.after(settleMilliseconds, onChange);
  };
  const watchers: FSWatcher[] = [];
  for (const [folder, names] of namesByFolder(files)) {
    const onEvent = (_event: string, name: string | null) => {
      if (name === null || names.has(name) || name === configMapLink) touched();
    };
    try {
      const watcher = watch(folder, { persistent: false }, onEvent);
      watchers.push(watcher);
      watcher.on("error", (error) => log.warn(`Changes in ${folder} are no longer noticed`, { error }));
    } catch (error) {
      log.warn(`Changes in ${folder} are not noticed by themselves`, { error });
    }
  }
  return () => {
    cancel();
    for (const watcher of watchers) watcher.close();
  };
}

function namesByFolder(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const file of files.flatMap(withTarget)) {
    const names = folders.get(path.dirname(file)) ?? new Set();
    folders.set(path.dirname(file), names.add(path.basename(file)));
  }
  return folders;
}

function withTarget(file: string): string[] {
  try {
    return [path.resolve(file), realpathSync(file)];
  } catch {
    return [path.resolve(file)];
  }
}
