import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { backupSchema } from "../../../core/config/backup-schema.ts";
import { textFormats } from "../../../core/config/formats.ts";
import { fileSchema, hubSchema, recorderSchema } from "../../../core/config/hub-schema.ts";
import { mqttSchema } from "../../../core/config/mqtt-schema.ts";

describe("the schemas of config.yaml", () => {
  it.each([
    ["file", fileSchema],
    ["hub", hubSchema],
    ["recorder", recorderSchema],
    ["backup", backupSchema],
    ["mqtt", mqttSchema],
  ])("are valid JSON schemas: %s", (_, schema) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    for (const [name, { isValid }] of Object.entries(textFormats)) ajv.addFormat(name, isValid);

    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it("describe every setting", () => {
    const schemas = [hubSchema, recorderSchema, backupSchema, mqttSchema];
    const settings = schemas.flatMap(({ properties }) => Object.entries(properties));

    expect(settings.filter(([, schema]) => schema.description.length < 10)).toEqual([]);
  });
});
