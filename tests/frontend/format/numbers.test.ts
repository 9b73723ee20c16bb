import { assert } from "chai";
import {
  bytesQuantity,
  formatBytes,
  formatPercent,
  formatPlain,
  formatRate,
  percentQuantity,
} from "../../../frontend/format/numbers.ts";

const space = "\u00a0";

describe("numbers", () => {
  it("write percentages whole", () => {
    assert.deepEqual([0, 12.4, 99.6].map(formatPercent), [`0${space}%`, `12${space}%`, `100${space}%`]);
  });

  it("write bytes in the unit that fits", () => {
    const texts = [0, 1023, 1024, 78 * 1024 ** 3, 14.55 * 1024 ** 4, 1024 ** 8].map(formatBytes);

    assert.deepEqual(
      texts,
      ["0 B", "1,023 B", "1 KiB", "78 GiB", "14.6 TiB", "1,048,576 EiB"].map((text) => text.replace(" ", space)),
    );
  });

  it("write rates in decimal units", () => {
    assert.deepEqual(
      [0.5, 999, 38_240_000].map(formatRate),
      ["0.5 B/s", "999 B/s", "38.2 MB/s"].map((text) => text.replace(" ", space)),
    );
  });

  it("write load averages without needless zeros", () => {
    assert.deepEqual([0.5, 6, 23.456].map(formatPlain), ["0.5", "6", "23.46"]);
  });

  it("write a dash without a unit for what is unknown", () => {
    const unknown = [null, undefined, Number.NaN, "12", true];

    assert.deepEqual(
      unknown.flatMap((value) => [formatPercent(value), formatBytes(value), formatRate(value), formatPlain(value)]),
      Array.from({ length: 20 }, () => "–"),
    );
    assert.deepEqual(
      [percentQuantity(null), bytesQuantity(null)],
      [
        { figure: "–", unit: "" },
        { figure: "–", unit: "" },
      ],
    );
  });
});
