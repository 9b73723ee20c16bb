import { readFile, rename, writeFile } from "node:fs/promises";
import { type Document, parseDocument } from "yaml";

/** What the hub puts into the local agent's file. */
export interface LocalConfig {
  readonly hubUrl: string;
  readonly intervalSeconds: number;
  readonly isValid: (token: string) => boolean;
  readonly issueToken: () => Promise<string>;
}

const heading =
  " Kept by the hub for the agent of its own machine. server_guid is this machine's identity: keep it, and its history stays.";

/** Writes the local agent's configuration. The identity that the agent keeps in the same file is left as it is. */
export async function prepareLocalConfig(file: string, config: LocalConfig): Promise<void> {
  const before = await readFile(file, "utf8").catch(() => "");
  const document = readDocument(before);
  document.set("hub_url", config.hubUrl);
  document.set("heartbeat_interval", config.intervalSeconds);
  // Nobody has to discover the hub's own machine, and the port may be wanted by another exporter.
  if (!document.has("identity")) document.set("identity", { enabled: false });
  const token = document.get("api_token");
  if (typeof token !== "string" || !config.isValid(token)) document.set("api_token", await config.issueToken());
  const after = document.toString();
  if (after === before) return;
  await writeFile(`${file}.new`, after, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** A file that cannot be read as a map is begun anew; the agent then gets a new identity. */
function readDocument(text: string): Document {
  const document = parseDocument(text);
  const isMap = document.errors.length === 0 && typeof document.toJS() === "object" && document.toJS() !== null;
  if (isMap) return document;
  const fresh = parseDocument("{}");
  fresh.contents = fresh.createNode({}) as never;
  fresh.commentBefore = heading;
  return fresh;
}
