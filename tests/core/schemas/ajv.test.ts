import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { createAjv } from "../../../core/schemas/ajv.ts";

const schema = { type: "string", format: "date-time" };
const isTime = createAjv().compile(schema);
const isTimeByTheBook = addFormats.default(new Ajv2020()).compile(schema);

describe("the compiler of schemas", () => {
  it.each([
    "2026-01-15T12:00:00.000Z",
    "2026-01-15T12:00:00Z",
    "2026-01-15T12:00:00.123456Z",
    "2024-02-29T23:59:59.999Z",
    "2026-01-15t12:00:00+02:00",
    "2026-12-31T23:59:60Z",
    "2026-02-29T12:00:00.000Z",
    "2026-02-31T12:00:00.000Z",
    "2026-13-01T12:00:00.000Z",
    "2026-00-10T12:00:00.000Z",
    "2026-01-00T12:00:00.000Z",
    "2026-01-15T24:00:00.000Z",
    "2026-01-15T12:60:00.000Z",
    "2026-01-15T12:00:61.000Z",
    "2026-01-15T12:00:00.Z",
    "2026-01-15T12:00:00.000",
    " 2026-01-15T12:00:00.000Z",
    "2026-01-15T12:00:00.000Z\n",
  ])("takes %j for a time just when the format says so", (text) => {
    expect(isTime(text)).toBe(isTimeByTheBook(text));
  });
});
