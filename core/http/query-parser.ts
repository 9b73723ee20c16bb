import { parse } from "node:querystring";

/**
 * Reads a query with all of its parameters. Node would leave out those after the thousandth without a word; here the length of the
 * address is what limits them, and a route's schema refuses too many by name.
 */
export function parseQuery(text: string): Readonly<Record<string, unknown>> {
  return parse(text, "&", "=", { maxKeys: 0 });
}
