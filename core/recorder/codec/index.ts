/** The codec of the recorder: packs of series, and the journal of a commit. Pure functions over bytes. */
export { DamagedPack } from "./damaged-pack.ts";
export { decimalsOf } from "./decimals.ts";
export { byId, encodePack, type PackOptions, PackWriter } from "./encode-pack.ts";
export { decodeJournal, encodeJournal, type JournalBatch } from "./journal.ts";
export { Pack, type PackSeries, type SeriesSummary } from "./pack.ts";
