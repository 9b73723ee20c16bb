import { Problems } from "../problems/problems.ts";
import { HistoryReader } from "../recorder/history.ts";
import { Housekeeping } from "../recorder/housekeeping.ts";
import { PackOpener } from "../recorder/pack-opener.ts";
import { PackStore } from "../recorder/pack-store.ts";
import { Recorder } from "../recorder/recorder.ts";
import { Retention } from "../recorder/retention.ts";
import { SampleReader } from "../recorder/sample-reader.ts";
import { EntityRegistry } from "../states/entity-registry.ts";
import type { AddRoom, Ground } from "./ground.ts";

/** What remembers what was measured. */
export function addRecorderRooms({ settings, clock, log, database }: Ground, room: AddRoom): void {
  room(Recorder, () => new Recorder(database, log.child("recorder")));
  room(PackStore, () => new PackStore(database));
  room(PackOpener, (get) => new PackOpener(get(Problems), log.child("recorder")));
  room(SampleReader, (get) => new SampleReader(get(Recorder), get(PackStore), get(PackOpener)));
  room(HistoryReader, (get) => new HistoryReader(get(PackStore), get(SampleReader), get(PackOpener)));
  room(Retention, () => new Retention(settings.config.recorder));
  room(Housekeeping, (get) => {
    const packs = { recorder: get(Recorder), store: get(PackStore), opener: get(PackOpener) };
    const rooms = { ...packs, entities: get(EntityRegistry), retention: get(Retention), clock };
    return new Housekeeping({ ...rooms, log: log.child("recorder") }, settings.config.recorder.sealMinutes);
  });
}
