import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConfigFile, readConfigFile } from "../../agent/config.ts";
import { enrolNow, ensureToken } from "../../agent/enrolment.ts";
import { HubToken } from "../../agent/hub-token.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FixtureHost } from "./fixture-host.ts";
import { LogSpy } from "./log-spy.ts";

const applicant = { guid: "0b7c4bd5-0f0e-4f5e-9d1e-0123456789ab", serverId: "nas", hostname: "NAS" };
const { signal } = new AbortController();

let folder: string;
let hub: Server;
let url: string;
let replies: (readonly [status: number, body: object])[];
let claims: unknown[];
let surroundings: { host: FixtureHost; clock: FakeClock; log: LogSpy };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "agent-enrolment-"));
  replies = [];
  claims = [];
  surroundings = { host: new FixtureHost("bare"), clock: new FakeClock(), log: new LogSpy() };
  hub = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    claims.push(JSON.parse(body));
    const [status, reply] = replies.shift() ?? [200, { success: true, api_token: "hla_own", mode: "readonly" }];
    response.writeHead(status, { Connection: "close" }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await new Promise((resolve) => hub.close(resolve));
  await rm(folder, { recursive: true });
});

async function configure(...lines: string[]): Promise<ConfigFile> {
  const file = path.join(folder, "config.yaml");
  await writeFile(file, [`hub_url: ${url}`, ...lines, ""].join("\n"));
  return readConfigFile(file);
}

const written = () => readFile(path.join(folder, "config.yaml"), "utf8");
const refusal = { detail: { code: "UNAUTHORIZED", message: "This enrolment token is used up" } };

describe("an agent with an enrolment token", () => {
  test("enrols, and writes its own token in the place of that one", async () => {
    const file = await configure("server_id: nas # mine", "enrolment_token: hle_image");
    const token = await ensureToken(file, applicant, surroundings, signal);

    expect([token, claims, await written()]).toEqual([
      "hla_own",
      [{ token: "hle_image", server_guid: applicant.guid, server_id: "nas", hostname: "NAS", api_token: null }],
      `hub_url: ${url}\nserver_id: nas # mine\napi_token: hla_own\n`,
    ]);
  });

  test("keeps the token that it has when the hub says so", async () => {
    replies = [[200, { success: true, api_token: null, mode: "readonly" }]];
    const file = await configure("api_token: hla_old", "enrolment_token: hle_image");

    expect([await ensureToken(file, applicant, surroundings, signal), await written()]).toEqual([
      "hla_old",
      `hub_url: ${url}\napi_token: hla_old\n`,
    ]);
  });

  test("goes on with the token that it has when the hub refuses, and ends without one", async () => {
    replies = [
      [401, refusal],
      [401, refusal],
    ];
    const both = await configure("api_token: hla_old", "enrolment_token: hle_image");
    const kept = await ensureToken(both, applicant, surroundings, signal);
    const one = await configure("enrolment_token: hle_image");
    const error = await ensureToken(one, applicant, surroundings, signal).catch((thrown) => thrown);

    expect([kept, error.name, error.message]).toEqual([
      "hla_old",
      "ConfigError",
      "The hub does not let this machine enrol: This enrolment token is used up",
    ]);
  });

  test("waits for a hub that is away, and says so once", async () => {
    replies = [
      [503, {}],
      [503, {}],
    ];
    const file = await configure("enrolment_token: hle_image");
    let token: string | undefined;
    const enrolling = ensureToken(file, applicant, surroundings, signal).then((own) => {
      token = own;
    });
    // The requests are real: between them the fake time has to pass.
    while (token === undefined) {
      await surroundings.clock.advance(1000);
      await new Promise(setImmediate);
    }
    await enrolling;

    expect([token, surroundings.log.lines]).toEqual([
      "hla_own",
      ["warn: This machine cannot enrol yet; it goes on trying", "info: This machine is enrolled"],
    ]);
  });
});

describe("the installer's way to enrol", () => {
  test("fails at once, and leaves the config as it was", async () => {
    replies = [[401, refusal]];
    const file = await configure("enrolment_token: hle_old");
    const error = await enrolNow(file, applicant, surroundings).catch((thrown) => thrown);

    expect([error.message, await written()]).toEqual([
      "This enrolment token is used up",
      `hub_url: ${url}\nenrolment_token: hle_old\n`,
    ]);
  });
});

describe("the token of a running agent", () => {
  test("is replaced in the config and in use", async () => {
    const token = new HubToken("hla_old", await configure("api_token: hla_old"), surroundings.clock);
    await token.replace("hla_next");

    expect([token.value, await written()]).toEqual(["hla_next", `hub_url: ${url}\napi_token: hla_next\n`]);
  });

  test("stays when the new one cannot be written down", async () => {
    const file = await configure("api_token: hla_old");
    const token = new HubToken(
      "hla_old",
      { ...file, path: path.join(folder, "gone", "config.yaml") },
      surroundings.clock,
    );
    const error = await token.replace("hla_next").catch((thrown) => thrown);

    expect([token.value, error.code]).toEqual(["hla_old", "ENOENT"]);
  });
});
