import { connect, webServerOf } from "./connect.ts";
import { exchange } from "./http-exchange.ts";
import { encodeRequest } from "./http-request.ts";

/**
 * Fetches a file of at most so many bytes. Follows no redirect: what is asked is what has to answer. Rejects with a reason for
 * people.
 */
export async function download(url: URL, mostBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const request = encodeRequest({ method: "GET", url, headers: { Connection: "close" } });
  const { status, body } = await exchange(connect(webServerOf(url)), request, { mostBytes, signal });
  if (status !== 200) throw new Error(`${url.host} answered ${status}`);
  return body;
}
