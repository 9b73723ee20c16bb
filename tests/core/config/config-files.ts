import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder of configuration files, for one test. */
export class ConfigFiles {
  readonly folder = mkdtempSync(path.join(tmpdir(), "config-"));

  /** Writes files by their names and returns the path of config.yaml. secrets.yaml can be read by its owner alone. */
  write(files: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries(files)) {
      const file = this.path(name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      if (name === "secrets.yaml") chmodSync(file, 0o600);
    }
    return this.path("config.yaml");
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  read(name = "config.yaml"): string {
    return readFileSync(this.path(name), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
