import type { Migration } from "../migrate.ts";

/**
 * A device of its own for each claim, so that merges can be derived; hints, machines and the age of each fact beside it; pins;
 * addresses with their time. Before, the claim of an agent that got a GUID shared the device of the claim by its id.
 */
export const identity: Migration = {
  name: "0002-identity",
  statements: [
    "ALTER TABLE claim ADD COLUMN hints TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE claim ADD COLUMN since TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE claim ADD COLUMN machine TEXT",
    `UPDATE claim SET machine = (
      SELECT json_object('id', machine.id, 'machineType', machine.machine_type)
      FROM machine WHERE machine.device_id = claim.device_id
    )`,
    `UPDATE claim SET keys = json_set(keys, '$.agentId', substr(ref, 4))
      WHERE ref LIKE 'id:%' AND source = 'agent' AND json_valid(keys)`,
    `CREATE TABLE pin (
      one_source TEXT NOT NULL,
      one_ref TEXT NOT NULL,
      other_source TEXT NOT NULL,
      other_ref TEXT NOT NULL,
      kind TEXT NOT NULL,
      pinned_by TEXT NOT NULL,
      pinned_at INTEGER NOT NULL,
      PRIMARY KEY (one_source, one_ref, other_source, other_ref)
    ) WITHOUT ROWID`,
    `INSERT INTO pin
      SELECT old.source, old.ref, new.source, new.ref, 'together', 'migration', new.first_seen
      FROM claim AS old JOIN claim AS new USING (device_id, source)
      WHERE source = 'agent' AND old.ref LIKE 'id:%' AND new.ref NOT LIKE 'id:%'`,
    `INSERT INTO device (slug, created_at)
      SELECT 'was-' || substr(device.slug, 1, 90), device.created_at
      FROM pin JOIN claim ON claim.source = pin.one_source AND claim.ref = pin.one_ref
      JOIN device ON device.id = claim.device_id`,
    `UPDATE claim SET device_id = (
        SELECT new.id FROM device AS old JOIN device AS new ON new.slug = 'was-' || substr(old.slug, 1, 90)
        WHERE old.id = claim.device_id
      )
      WHERE EXISTS (SELECT 1 FROM pin WHERE pin.one_source = claim.source AND pin.one_ref = claim.ref)`,
    "ALTER TABLE device ADD COLUMN source TEXT",
    "ALTER TABLE device ADD COLUMN ref TEXT",
    `UPDATE device SET (source, ref) = (SELECT source, ref FROM claim WHERE claim.device_id = device.id)`,
    "CREATE UNIQUE INDEX device_claim ON device (source, ref)",
    `CREATE TABLE address (
      source TEXT NOT NULL,
      ref TEXT NOT NULL,
      kind TEXT NOT NULL,
      value TEXT NOT NULL,
      network TEXT,
      first_seen INTEGER NOT NULL,
      last_seen INTEGER NOT NULL,
      PRIMARY KEY (source, ref, kind, value),
      FOREIGN KEY (source, ref) REFERENCES claim (source, ref) ON DELETE CASCADE
    ) WITHOUT ROWID`,
  ],
};
