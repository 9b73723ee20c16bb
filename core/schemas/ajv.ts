import { Ajv2020, type Options } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Times as most heartbeats have them, on a day that every month has. Taking them apart, as the general check does, costs ten times as much. */
const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/**
 * A JSON schema compiler (draft 2020-12) as every room uses it. Schemas themselves are not checked against the draft's own
 * schema at run time, which costs 4 MB and 10 ms each; a wrong keyword still throws, and the tests check the rest.
 */
export function createAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false, logger: false, ...options });
  addFormats.default(ajv);
  const general = ajv.formats["date-time"] as { readonly validate: (text: string) => boolean };
  ajv.addFormat("date-time", {
    ...general,
    validate: (text: string) => usualTime.test(text) || general.validate(text),
  });
  return ajv;
}
