import { setImmediate } from "node:timers/promises";
import type { HistoryReader } from "../../../core/sdk/index.ts";
import { forecastHours } from "../engine/forecast-watch.ts";
import { daysUntilFull } from "../evaluation/forecast.ts";
import type { Reading } from "../evaluation/watch.ts";

const hourMilliseconds = 3_600_000;
/** The hub forecasts once an hour; here every sixth says as much, at a sixth of the work. */
const everyHours = 6;

/** What would have been forecast of an entity: in how many days it is full. */
export async function forecasts(
  history: HistoryReader,
  entityId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Reading[]> {
  const last = Math.floor(to / hourMilliseconds) * hourMilliseconds;
  const first = Math.ceil(from / hourMilliseconds) * hourMilliseconds;
  const begin = first - forecastHours * hourMilliseconds;
  const points = (last - begin) / hourMilliseconds;
  if (points < 1) return [];
  const [recorded] = await history.read({ entityIds: [entityId], from: begin, to: last, points });
  const means = (recorded?.points ?? []).flatMap(([at, value]) => (value === null ? [] : [{ at, value }]));
  const readings: Reading[] = [];
  for (let at = first; at <= last; at += everyHours * hourMilliseconds) {
    const since = at - forecastHours * hourMilliseconds;
    readings.push({ at, value: daysUntilFull(means.filter((mean) => mean.at >= since && mean.at < at)) });
    await setImmediate();
  }
  return readings;
}
