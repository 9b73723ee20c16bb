import type { Backup } from "../../storage/backup/backups.ts";
import { partKinds } from "../../storage/backup/manifest.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { StreamedBody } from "../streamed-body.ts";

/** What the configuration says of backups. */
export interface BackupPlan {
  /** Whether they hold the encryption key unless somebody says otherwise. */
  readonly includeKey: boolean;
  /** How many stay. */
  readonly keep: number;
  /** When the next one is made by itself, Unix milliseconds; `null` when none is. */
  nextAt(): number | null;
}

const backupSchema = {
  title: "Backup",
  type: "object",
  description: "A backup of the database and the configuration.",
  required: ["name", "state", "created_at", "bytes", "version", "checked", "contains", "progress"],
  additionalProperties: false,
  properties: {
    name: { type: "string", description: "The name of its file." },
    state: {
      enum: ["running", "complete", "damaged"],
      description: "running: it is being made; damaged: its file cannot be read.",
    },
    created_at: { type: "string", format: "date-time", description: "The moment that it shows." },
    bytes: { type: "integer", minimum: 0, description: "Its size; 0 while it is being made." },
    version: {
      type: ["string", "null"],
      description: "The version of the hub that made it; null when that is unknown.",
    },
    checked: { type: "boolean", description: "Its copy of the database was opened and found whole." },
    contains: {
      type: "array",
      description: "What is in it. secrets: secrets.yaml; key: the encryption key.",
      items: { enum: partKinds, description: "A part." },
    },
    progress: {
      type: ["number", "null"],
      minimum: 0,
      maximum: 1,
      description: "How much is done of one that is being made.",
    },
  },
} as const;

const params = {
  type: "object",
  properties: {
    name: { type: "string", maxLength: 100, pattern: "^[\\w.-]+$", description: "The name of a backup's file." },
  },
} as const;

const missing = { description: "There is no such backup." };

/** Backups of the hub: make one, list them, download and remove them. */
export function addBackupRoutes(routes: Routes, { backups, backupPlan }: House, owner: string): void {
  const common = { tag: "System", scope: "admin" } as const;

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/system/backup",
      operationId: "create_backup",
      summary: "Begin a backup of the database and the configuration",
      description:
        "The answer comes at once; the list shows how it goes on. It is kept when it was checked, and the oldest beyond `backup.keep` are removed then. `npm run restore` brings it back.",
      request: {
        hasOptionalBody: true,
        maxBodyBytes: 4096,
        body: {
          type: "object",
          description: "What goes into it.",
          additionalProperties: false,
          properties: {
            include_key: {
              type: "boolean",
              description:
                "Whether it holds the encryption key too. Default: `backup.include_key` of the configuration.",
            },
          },
          examples: [{ include_key: false }],
        },
      },
      responses: {
        202: { description: "It is being made.", body: backupSchema },
        409: { description: "Another one is being made." },
        503: { description: "There is no room for it." },
      },
    },
    async ({ body }) => {
      const { include_key: includeKey = backupPlan.includeKey } = body as { include_key?: boolean };
      return backupToWire(await backups.begin(includeKey));
    },
    owner,
  );

  routes.add(
    {
      ...common,
      scope: "viewer",
      method: "GET",
      path: "/system/backups",
      operationId: "list_backups",
      summary: "List the backups",
      responses: {
        200: {
          description: "Newest first.",
          body: {
            title: "BackupList",
            type: "object",
            required: ["backups", "total", "keep", "next_at"],
            properties: {
              backups: { type: "array", items: backupSchema, description: "The backups." },
              total: { type: "integer", description: "How many there are." },
              keep: { type: "integer", description: "How many stay: `backup.keep`." },
              next_at: {
                type: ["string", "null"],
                format: "date-time",
                description: "When the next one is made by itself; null when `backup.enabled` is false.",
              },
            },
          },
        },
      },
    },
    async () => {
      const list = (await backups.list()).map(backupToWire);
      const nextAt = backupPlan.nextAt();
      const next_at = nextAt === null ? null : new Date(nextAt).toISOString();
      return { backups: list, total: list.length, keep: backupPlan.keep, next_at };
    },
    owner,
  );

  addFileRoutes(routes, backups, owner);
}

function addFileRoutes(routes: Routes, backups: House["backups"], owner: string): void {
  const common = { tag: "System", scope: "admin", request: { params } } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/system/backups/:name",
      operationId: "get_backup",
      summary: "Download a backup",
      description: "It holds hashes of keys, the configuration and its secrets: keep it as safe as the hub.",
      responses: {
        200: {
          description: "A gzipped tar archive.",
          contentType: "application/gzip",
          body: { type: "string", contentMediaType: "application/gzip", description: "The archive's bytes." },
        },
        404: missing,
      },
    },
    async ({ params: { name = "" } }, { headers }) => {
      const { bytes, content } = await backups.open(name);
      headers["Content-Length"] = String(bytes);
      headers["Content-Disposition"] = `attachment; filename="${name}"`;
      return new StreamedBody("application/gzip", content);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "DELETE",
      path: "/system/backups/:name",
      operationId: "delete_backup",
      summary: "Remove a backup",
      responses: {
        204: { description: "It is gone." },
        404: missing,
        409: { description: "It is being made, or its file cannot be removed." },
      },
    },
    ({ params: { name = "" } }) => backups.remove(name),
    owner,
  );
}

function backupToWire({ name, state, createdAt, bytes, version, contains, progress }: Backup) {
  return {
    name,
    state,
    created_at: new Date(createdAt).toISOString(),
    bytes,
    version,
    checked: state === "complete",
    contains,
    progress,
  };
}
