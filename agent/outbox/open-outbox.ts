import type { OutboxConfig } from "../config.ts";
import { maxBatch } from "../protocol/max-batch.ts";
import type { Surroundings } from "../surroundings.ts";
import { DiskOutbox } from "./disk-outbox.ts";
import { MemoryOutbox } from "./memory-outbox.ts";
import type { Outbox } from "./outbox.ts";

/** The outbox that the config chooses. */
export function openOutbox({ enabled, path, mostMegabytes }: OutboxConfig, surroundings: Surroundings): Outbox {
  if (!enabled) return new MemoryOutbox(maxBatch);
  const { clock, log } = surroundings;
  return new DiskOutbox({ folder: path, mostBytes: mostMegabytes * 1024 * 1024, clock, log });
}
