import { EventBus } from "../../core/bus/event-bus.ts";
import { Problems } from "../../core/problems/problems.ts";
import { HistoryReader } from "../../core/recorder/history.ts";
import { Housekeeping } from "../../core/recorder/housekeeping.ts";
import { loadJournal } from "../../core/recorder/load-journal.ts";
import { PackOpener } from "../../core/recorder/pack-opener.ts";
import { PackStore } from "../../core/recorder/pack-store.ts";
import { Recorder } from "../../core/recorder/recorder.ts";
import { Retention, type RetentionRules } from "../../core/recorder/retention.ts";
import { SampleReader } from "../../core/recorder/sample-reader.ts";
import type { Entity, RecordKind } from "../../core/sdk/index.ts";
import { EntityRegistry } from "../../core/states/entity-registry.ts";
import { FakeClock } from "./fake-clock.ts";
import { LogSpy } from "./log-spy.ts";
import { TestDatabase } from "./test-database.ts";

/** What a test may choose. By default everything is kept for 400 days. */
export interface TestRecorderOptions {
  readonly clock?: FakeClock;
  readonly rules?: Partial<RetentionRules>;
}

const defaultRules: RetentionRules = { keepDays: 400, rollupDays: 3650, exceptions: [] };

/** The recorder with all its rooms, on a real database and fake time. Nothing runs by itself. */
export class TestRecorder {
  readonly store: TestDatabase;
  readonly clock: FakeClock;
  readonly log = new LogSpy();
  readonly recorder: Recorder;
  readonly entities: EntityRegistry;
  readonly problems: Problems;
  readonly packs: PackStore;
  readonly history: HistoryReader;
  readonly housekeeping: Housekeeping;
  readonly #options: TestRecorderOptions;

  private constructor(store: TestDatabase, options: TestRecorderOptions) {
    const { database } = store;
    this.store = store;
    this.#options = options;
    this.clock = options.clock ?? new FakeClock("2026-01-15T12:00:00Z");
    this.recorder = new Recorder(database, this.log);
    this.entities = new EntityRegistry(database, store.tables, this.clock, this.log);
    this.problems = new Problems(database, new EventBus(this.log), this.clock, this.log);
    this.packs = new PackStore(database);
    const opener = new PackOpener(this.problems, this.log);
    this.history = new HistoryReader(this.packs, new SampleReader(this.recorder, this.packs, opener), opener);
    const { recorder, entities, clock, log } = this;
    const retention = new Retention({ ...defaultRules, ...options.rules });
    this.housekeeping = new Housekeeping({ recorder, store: this.packs, opener, entities, retention, clock, log }, 60);
  }

  static async open(options: TestRecorderOptions = {}): Promise<TestRecorder> {
    return new TestRecorder(await TestDatabase.open(), options);
  }

  /** What a hub finds that starts on a database. */
  static async on(store: TestDatabase, options: TestRecorderOptions = {}): Promise<TestRecorder> {
    const room = new TestRecorder(store, options);
    await room.entities.load();
    await loadJournal(store.database, room.recorder, room.log);
    return room;
  }

  /** What a hub finds that starts on the same folder; memory is lost. This one is of no use then. */
  async restart(rules = this.#options.rules): Promise<TestRecorder> {
    await this.entities.save();
    const { clock } = this;
    return TestRecorder.on(await this.store.restart(), { clock, ...(rules ? { rules } : {}) });
  }

  /** An entity to record: those of one device share a group. */
  entity(key: string, record: RecordKind = "samples", device = "nas"): Entity {
    return this.entities.register({ key, name: key, record }, { device, integration: "test" });
  }

  /** Records a reading each minute, from `from` to before `to`. */
  recordMinutes(seriesId: number, from: number, to: number, valueAt: (at: number) => number): void {
    for (let at = from; at < to; at += 60_000) this.recorder.record(seriesId, at, valueAt(at));
  }

  /** Everything recorded of an entity, as pairs of moment and value. */
  async readings(entity: Entity, from = 0, to = this.clock.now() + 400 * 86_400_000): Promise<[number, number][]> {
    const readings: [number, number][] = [];
    for await (const { samples } of this.history.samples([entity], from, to)) {
      samples.at.forEach((at, index) => void readings.push([at, samples.values[index] as number]));
    }
    return readings;
  }

  /** How many rows each table has. */
  async rows(): Promise<Record<"journal" | "blocks" | "chunks" | "rollups", number>> {
    const count = async (table: string) => {
      const rows = await this.store.database.select<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`);
      return rows[0]?.rows ?? 0;
    };
    return {
      journal: await count("sample_journal"),
      blocks: await count("sample_block"),
      chunks: await count("sample_chunk"),
      rollups: await count("sample_rollup"),
    };
  }

  async remove(): Promise<void> {
    await this.entities.save();
    await this.store.remove();
  }
}
