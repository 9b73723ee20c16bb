import { IngestLoad, type LoadPlan } from "./ingest-load.ts";

/*
 * The loader as a process of its own, so that it shares no event loop with the bench and no core with the hub:
 * `ingest-loader.ts <url> <fleet size> <key>`, then a plan a message, each answered by its outcome.
 */

const [url = "", fleetSize = "", key = ""] = process.argv.slice(2);
const load = new IngestLoad(new URL(url), Number(fleetSize), key);
process.on("message", async (plan: LoadPlan) => process.send?.(await load.run(plan)));
