import { createHash } from "node:crypto";
import type { UpdateOffer } from "../../../agent/update/offer.ts";

/** What a hub hands out as version 0.2.0. */
export const newAgent = new TextEncoder().encode("// version 0.2.0\n");

/** An offer of it. */
export const sampleOffer: UpdateOffer = {
  version: "0.2.0",
  sha256: createHash("sha256").update(newAgent).digest("hex"),
  sizeBytes: newAgent.length,
  path: "/agent/homelab-agent.mjs",
  offeredAt: "2026-01-15T12:00:00.000Z",
};
