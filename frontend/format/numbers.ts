/** A number with its unit apart, so that the two can be set in different sizes. */
export interface Quantity {
  readonly figure: string;
  readonly unit: string;
}

/** What stands between a number and its unit: a space at which no line breaks. */
export const unitSpace = "\u00a0";
/** Stands for a value that is not known. */
export const unknownFigure = "–";

/** A dash has no unit. */
const unknownQuantity: Quantity = { figure: unknownFigure, unit: "" };

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const atMostTenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const atMostHundredths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const hundredths = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;
const decimalRates = ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"] as const;

/** `null` and anything that is no number become a dash. */
export function percentQuantity(percent: unknown): Quantity {
  return isNumber(percent) ? { figure: whole.format(percent), unit: "%" } : unknownQuantity;
}

/** Bytes in powers of 1024, as memory and disks are sized. */
export function bytesQuantity(bytes: unknown): Quantity {
  return scaled(bytes, 1024, binaryUnits);
}

/** Bytes a second in powers of 1000, as network equipment is rated. */
export function rateQuantity(bytesPerSecond: unknown): Quantity {
  return scaled(bytesPerSecond, 1000, decimalRates);
}

/** A bare number such as a load average. */
export function plainQuantity(value: unknown): Quantity {
  return isNumber(value) ? { figure: hundredths.format(value), unit: "" } : unknownQuantity;
}

/** `12 %`. */
export function formatPercent(percent: unknown): string {
  return written(percentQuantity(percent));
}

/** `54 °C`. */
export function formatCelsius(celsius: unknown): string {
  return written(isNumber(celsius) ? { figure: whole.format(celsius), unit: "°C" } : unknownQuantity);
}

/** `12.3 %`, for a read-out of one moment. */
export function formatPrecisePercent(percent: unknown): string {
  return written(isNumber(percent) ? { figure: tenths.format(percent), unit: "%" } : unknownQuantity);
}

/** `229 GiB`. */
export function formatBytes(bytes: unknown): string {
  return written(bytesQuantity(bytes));
}

/** `38.2 MB/s`. */
export function formatRate(bytesPerSecond: unknown): string {
  return written(rateQuantity(bytesPerSecond));
}

/** `0.42`, and `6` rather than `6.00`. */
export function formatPlain(value: unknown): string {
  return isNumber(value) ? atMostHundredths.format(value) : unknownFigure;
}

/** A quantity as one text. */
export function written({ figure, unit }: Quantity): string {
  return unit === "" ? figure : `${figure}${unitSpace}${unit}`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Three significant digits at most, the unit as large as leaves at least 1 before the point. */
function scaled(value: unknown, step: number, units: readonly [string, ...string[]]): Quantity {
  if (!isNumber(value)) return unknownQuantity;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, value)) / Math.log(step))));
  const amount = value / step ** power;
  const figure = (amount >= 100 ? whole : atMostTenths).format(amount);
  return { figure, unit: units[power] ?? units[0] };
}
