// @ts-check
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { demoFleet } from "./fleet.ts";
import { levelAt, statesOf } from "./fleet-states.ts";

/** The key that the made-up hub accepts. */
export const fakeKey = "hlc_fake";

/** Exactly the policy of the real hub. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

const contentTypes = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

const changeMilliseconds = 2000;
const pingMilliseconds = 15_000;

/**
 * A hub that makes everything up, with the real one's HTTP contract: for looking at the dashboard without a fleet.
 * @param {{ folder: string, port?: number, machines?: number, isOpen?: boolean }} options `folder` holds the built
 *   dashboard; `isOpen` needs no login.
 */
export async function startFakeHub({ folder, port = 0, machines = 12, isOpen = false }) {
  const start = Date.now();
  const fleet = growTo(demoFleet(start), machines);
  const hub = { folder, fleet, streams: new Set(), isLoggedIn: isOpen, isDown: false, failures: 0 };
  const server = createServer((request, response) => void answer(hub, request, response));
  const changes = setInterval(() => sendChanges(hub), changeMilliseconds);
  const pings = setInterval(() => send(hub, "ping", { time: isoNow() }), pingMilliseconds);
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** @param {boolean} isDown Cuts every connection and refuses the API until it is up again. */
    setDown(isDown) {
      hub.isDown = isDown;
      if (isDown) for (const { response } of hub.streams) response.destroy();
    },
    close() {
      clearInterval(changes);
      clearInterval(pings);
      server.closeAllConnections();
      server.close();
    },
  };
}

function growTo(fleet, count) {
  return Array.from({ length: count }, (_, index) => {
    const member = fleet[index % fleet.length];
    if (index < fleet.length) return member;
    const id = `${member.machine.id}-${index}`;
    return {
      ...member,
      machine: { ...member.machine, id, display_name: `${member.machine.display_name ?? id} ${index}` },
    };
  });
}

async function answer(hub, request, response) {
  const url = new URL(request.url, "http://hub");
  response.setHeader("content-security-policy", contentSecurityPolicy);
  if (!url.pathname.startsWith("/api/")) return sendFile(hub, url.pathname, response);
  if (hub.isDown) return response.destroy();
  const path = url.pathname.replace("/api/v1", "");
  const open = { "/auth/session": session, "/auth/login": login, "/auth/logout": logout }[path];
  if (open) return open(hub, request, response);
  if (!hub.isLoggedIn) return refuse(response, 401, "UNAUTHORIZED", "Log in first");
  if (path === "/live") return openStream(hub, url, response);
  if (path === "/history") return sendJson(response, history(hub, url.searchParams));
  if (path === "/integrations") return sendJson(response, { integrations, total: integrations.length });
  return refuse(response, 404, "NOT_FOUND", `Nothing at ${path}`);
}

function session(hub, _request, response) {
  return sendJson(
    response,
    hub.isLoggedIn ? { authenticated: true, name: "admin", scope: "admin" } : { authenticated: false },
  );
}

async function login(hub, request, response) {
  const chunks = await Array.fromAsync(request);
  const { key, link_token } = JSON.parse(Buffer.concat(chunks).toString());
  hub.isLoggedIn = key === fakeKey || link_token === "fake";
  if (hub.isLoggedIn) return session(hub, request, response);
  hub.failures += 1;
  if (hub.failures <= 3) return refuse(response, 401, "UNAUTHORIZED", "Unknown key");
  response.setHeader("retry-after", "42");
  return refuse(response, 429, "RATE_LIMITED", "Too many attempts");
}

function logout(hub, _request, response) {
  hub.isLoggedIn = false;
  response.writeHead(204).end();
}

const integrations = [
  {
    domain: "agent",
    name: "Agents",
    version: "1.0.0",
    description: "Machines that report by heartbeat.",
    state: "running",
    error: null,
  },
  {
    domain: "docker",
    name: "Docker",
    version: "1.0.0",
    description: "Containers of Docker engines.",
    state: "retrying",
    error: "Docker socket /var/run/docker.sock refused the connection; is the hub's user in the docker group?",
  },
  {
    domain: "tailscale",
    name: "Tailscale",
    version: "1.0.0",
    description: "Devices of a tailnet.",
    state: "failed",
    error: "The token was refused.",
  },
  {
    domain: "slack",
    name: "Slack",
    version: "1.0.0",
    description: "Sends notifications to a channel.",
    state: "stopped",
    error: null,
  },
];

function openStream(hub, url, response) {
  const patterns = (url.searchParams.get("states") ?? "").split(",").filter(Boolean);
  const stream = { response, patterns };
  hub.streams.add(stream);
  response.on("close", () => hub.streams.delete(stream));
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const states = hub.fleet.flatMap((member) => statesOf(member, Date.now()));
  write(stream, "snapshot", {
    time: isoNow(),
    machines: hub.fleet.map(({ machine }) => machine),
    states: states.filter((state) => isWanted(state, patterns)),
  });
}

/** A third of the machines that are on report each time. */
function sendChanges(hub) {
  const now = Date.now();
  const reporting = hub.fleet.filter(({ machine }) => machine.status === "online" && Math.random() < 0.34);
  const states = reporting.flatMap((member) => statesOf(member, now));
  const seen = Object.fromEntries(reporting.map(({ machine }) => [machine.id, isoNow()]));
  for (const stream of hub.streams) {
    write(stream, "changes", {
      time: isoNow(),
      seen,
      states: states.filter((state) => isWanted(state, stream.patterns)),
    });
  }
}

function send(hub, type, data) {
  for (const stream of hub.streams) write(stream, type, data);
}

function write({ response }, type, data) {
  response.write(`event: ${type}\nid: fake-${Date.now()}\ndata: ${JSON.stringify(data)}\n\n`);
}

function isWanted({ id, device, key }, patterns) {
  return patterns.includes(id) || patterns.includes(`${device}.*`) || patterns.includes(`*.${key}`);
}

const unitMilliseconds = { h: 3_600_000, d: 86_400_000, y: 365 * 86_400_000 };

/** The past as the readings would have been, with a gap of some minutes in every third series. */
function history(hub, parameters) {
  const points = Number(parameters.get("points") ?? 60);
  const range = parameters.get("range") ?? "1h";
  const span = Number.parseFloat(range) * unitMilliseconds[range.at(-1) ?? "h"];
  const bucket = span / points;
  const until = Math.floor(Date.now() / bucket) * bucket;
  const wanted = parameters.getAll("entity_id");
  const series = hub.fleet.flatMap((member, index) =>
    statesOf(member, Date.now())
      .filter((state) => isWanted(state, wanted) && typeof state.value === "number")
      .map((state) => ({ entity_id: state.id, unit: state.unit, points: seriesOf(member, state, index) })),
  );
  function seriesOf(member, state, index) {
    return Array.from({ length: points }, (_, step) => {
      const time = until - (points - 1 - step) * bucket;
      const isGap = index % 3 === 1 && step > points * 0.3 && step < points * 0.42;
      const isOff = member.machine.status !== "online" && time > Date.parse(member.machine.last_seen ?? 0);
      const value = statesOf(member, time).find(({ id }) => id === state.id)?.value ?? levelAt(state.id, 50, time);
      const spread = Math.min(value, 8 * Math.min(1, bucket / 600_000) * (1 + Math.abs(Math.sin(step))));
      return isGap || isOff ? [time, null, null, null] : [time, value, value - spread, value + spread];
    });
  }
  return {
    from: new Date(until - span).toISOString(),
    to: new Date(until).toISOString(),
    bucket_seconds: bucket / 1000,
    series,
  };
}

async function sendFile({ folder }, path, response) {
  const name = extname(path) === "" ? "index.html" : normalize(path);
  try {
    const content = await readFile(join(folder, name));
    response.writeHead(200, { "content-type": contentTypes[extname(name)] ?? "application/octet-stream" }).end(content);
  } catch {
    refuse(response, 404, "NOT_FOUND", `No file ${path}`);
  }
}

function sendJson(response, body) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function refuse(response, status, code, message) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ detail: { code, message } }));
}

function isoNow() {
  return new Date().toISOString();
}
