import type * as Http from "node:http";
import type * as Https from "node:https";
import { createRequire } from "node:module";

// By `require`: importing node:http makes Node 24 load the whole of fetch along with it, which takes 14 MB.
const require = createRequire(import.meta.url);

/** The module node:http, without what an import of it would load. */
export const http: typeof Http = require("node:http");

/** The module node:https. TLS takes 2 MB, so it is loaded only when the hub is reached over it. */
export function loadHttps(): typeof Https {
  return require("node:https");
}
