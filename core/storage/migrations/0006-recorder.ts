import type { Migration } from "../migrate.ts";

/**
 * Readings in packs instead of a row each: a journal of what was committed, blocks of about an hour, chunks of a day and rollups; a log
 * of changes of what is no number; how long the readings of one entity are kept. The rows from before go into the journal, in full
 * precision, from where they are packed like new ones.
 */
export const recorder: Migration = {
  name: "0006-recorder",
  statements: [
    "CREATE TABLE sample_journal (id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    `CREATE TABLE sample_block (
      id INTEGER PRIMARY KEY,
      group_id INTEGER NOT NULL,
      day INTEGER NOT NULL,
      data BLOB NOT NULL
    )`,
    "CREATE INDEX sample_block_place ON sample_block (group_id, day)",
    `CREATE TABLE sample_chunk (
      id INTEGER PRIMARY KEY,
      group_id INTEGER NOT NULL,
      day INTEGER NOT NULL,
      data BLOB NOT NULL
    )`,
    "CREATE UNIQUE INDEX sample_chunk_place ON sample_chunk (group_id, day)",
    `CREATE TABLE sample_rollup (
      id INTEGER PRIMARY KEY,
      group_id INTEGER NOT NULL,
      tier INTEGER NOT NULL,
      period INTEGER NOT NULL,
      data BLOB NOT NULL
    )`,
    "CREATE UNIQUE INDEX sample_rollup_place ON sample_rollup (group_id, tier, period)",
    // Up to which day the readings of a series with a shorter time of its own are gone from the chunks of its group.
    "CREATE TABLE sample_pruned (series_id INTEGER PRIMARY KEY, day INTEGER NOT NULL)",
    `CREATE TABLE state_change (
      series_id INTEGER NOT NULL,
      at INTEGER NOT NULL,
      value TEXT NOT NULL,
      available INTEGER NOT NULL,
      PRIMARY KEY (series_id, at)
    ) WITHOUT ROWID`,
    `INSERT INTO sample_journal (data)
      SELECT '[' || group_concat('[' || series_id || ',' || at || ',' || format('%!.17g', value) || ']') || ']'
      FROM sample GROUP BY series_id, at / 86400000`,
    "DROP TABLE sample",
    "ALTER TABLE entity ADD COLUMN group_id INTEGER NOT NULL DEFAULT 0",
    `UPDATE entity SET group_id = (
      SELECT min(other.series_id) FROM entity AS other WHERE other.device = entity.device
    )`,
    "ALTER TABLE entity ADD COLUMN keep_days INTEGER",
  ],
};
