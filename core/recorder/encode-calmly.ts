import { byId, type PackSeries, PackWriter } from "./codec/index.ts";
import { pause } from "./pause.ts";

/** Makes a pack as small as it gets, with a pause after each series. */
export async function encodeCalmly(series: readonly PackSeries[]): Promise<Buffer> {
  const writer = new PackWriter({ effort: "sealed" });
  for (const one of series.toSorted(byId)) {
    writer.add(one);
    await pause();
  }
  return writer.finish();
}
