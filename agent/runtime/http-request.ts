/** A request of HTTP/1.1. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it goes over the wire (RFC 9112, 3 to 6). Throws when a header's value would end its line. */
export function encodeRequest({ method, url, headers = {}, body }: HttpRequest): Uint8Array {
  const payload = Buffer.from(body ?? "");
  const all = {
    Host: url.host,
    ...authorization(url),
    ...headers,
    ...(body === undefined ? {} : { "Content-Length": String(payload.length) }),
  };
  const lines = Object.entries(all).map(([name, value]) => {
    if (/[^\t\x20-\x7e\xa0-\xff]/.test(value)) throw new Error(`The header ${name} cannot carry its value`);
    return `${name}: ${value}\r\n`;
  });
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), payload]);
}

/** For a hub behind a proxy that asks for a name and a password: http://name:password@hub.lan (RFC 7617). */
function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { Authorization: `Basic ${Buffer.from(text).toString("base64")}` };
}
