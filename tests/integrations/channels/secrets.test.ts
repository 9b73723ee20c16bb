import { afterEach, beforeEach, expect, it } from "vitest";
import { EventStream } from "../../support/event-stream.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { holdFetch } from "../../support/held-fetch.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestHub, testKey } from "../../support/test-hub.ts";
import { WebhookStub } from "../../support/webhook-stub.ts";

const canary = "canary-4711";
const headers = { "X-API-Key": testKey };

let stub: WebhookStub;
let clock: FakeClock;
let log: LogSpy;
let hub: TestHub;

const configFor = (url: string) => `
integrations:
  agent: { local: false }
  slack:
    webhook_url: ${url}/services/${canary}
    webhooks: [{ name: more, webhook_url: ${url}/more/${canary} }]
  ntfy: { server: ${url}, topic: ${canary}, token: ${canary} }
  webhook:
    targets:
      - { name: pager, url: "${url}/${canary}", secret: ${canary}, headers: { Authorization: ${canary} } }
      - { name: login, url: "${url.replace("//", `//user:${canary}@`)}/" }
  email: { host: 127.0.0.1, port: 1, security: none, username: me, password: ${canary}, from: a@b.test, to: [c@d.test] }
`;

beforeEach(async () => {
  stub = await WebhookStub.start();
  clock = new FakeClock();
  log = new LogSpy();
  hub = await TestHub.start({ clock, log, config: configFor(stub.url), wrapContext: holdFetch(clock) });
});

afterEach(async () => {
  await hub.remove();
  await stub.stop();
});

/** Every answer to a reading request that needs no more than the names of what there is. */
async function everyAnswer(): Promise<string> {
  const { paths } = (await (await fetch(`${hub.url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
  const names = ["slack", "slack-more", "ntfy", "webhook", "email"];
  const readable = Object.entries(paths).filter(([path, methods]) => "get" in methods && !path.endsWith("/live"));
  const filled = readable.flatMap(([path]) => names.map((name) => path.replace(/\{\w+\}/g, name)));
  const answers: string[] = [JSON.stringify(paths)];
  for (const path of new Set(filled)) {
    const url = `${hub.url}${path.startsWith("/api/v1") ? "" : "/api/v1"}${path}`;
    answers.push(await (await fetch(url, { headers })).text());
  }
  return answers.join("\n");
}

it("no secret of a channel is in a log, an answer or the live stream, whatever the other side answers", async () => {
  const stream = await EventStream.open({ port: Number(new URL(hub.url).port), headers });
  const page = `<html>no ${canary} at /services/${canary} for ${canary}</html>`;
  const { body } = await hub.call<{ channels: { name: string }[] }>("GET", "/channels");
  const tests: unknown[] = [];
  const tryAll = async () => {
    for (const { name } of body.channels) tests.push((await hub.call("POST", `/channels/${name}/test`)).body);
  };
  for (const status of [200, 302, 400, 401, 404, 413, 500]) {
    stub.usual = { status, body: page };
    await tryAll();
  }
  stub.usual = "drop";
  await tryAll();
  await clock.advance(60_000);
  const everything = [await everyAnswer(), JSON.stringify([tests, log.lines, stream.events])].join("\n");
  stream.close();

  expect(body.channels.map(({ name }) => name)).toEqual([
    "email",
    "ntfy",
    "slack",
    "slack-more",
    "webhook-login",
    "webhook-pager",
  ]);
  expect(everything).toContain('"webhook_url":"[hidden]"');
  expect(everything).not.toContain(canary);
});
