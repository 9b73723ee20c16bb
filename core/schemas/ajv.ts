import { Ajv2020, type Options } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/**
 * A JSON schema compiler (draft 2020-12) as every room uses it. Schemas themselves are not checked against the draft's own
 * schema at run time, which costs 4 MB and 10 ms each; a wrong keyword still throws, and the tests check the rest.
 */
export function createAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false, logger: false, ...options });
  addFormats.default(ajv);
  return ajv;
}
