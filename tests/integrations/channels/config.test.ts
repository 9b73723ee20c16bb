import { describe, expect, it } from "vitest";
import { checkBlocks } from "../../../core/config/blocks.ts";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { interpretConfig } from "../../../core/config/load.ts";
import { configurables } from "../../../core/integrations/configured.ts";
import { discoverIntegrations } from "../../../core/integrations/discover.ts";
import { LogSpy } from "../../support/log-spy.ts";

const domains = ["slack", "webhook", "ntfy", "email"];

/** What is wrong with a block of `integrations`, with where it is. */
async function problemsOf(block: string): Promise<string[]> {
  const discovered = await discoverIntegrations(["integrations"], new LogSpy());
  const text = `integrations:\n  ${block}\n`;
  const options = { path: "c.yaml", knownIntegrations: domains };
  const { problems } = await checkBlocks(
    interpretConfig(new ConfigSource("c.yaml", text), options),
    configurables(discovered.filter(({ manifest }) => domains.includes(manifest.domain))),
  );
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const target = (more: string) => `webhook: { targets: [{ name: a, url: "http://x.test", ${more} }] }`;
const mail = (more: string) => `email: { host: mail.test, from: a@b.test, to: [c@d.test]${more} }`;

describe("the configuration of channels", () => {
  it.each([
    "slack:",
    "slack: { webhook_url: 'https://hooks.slack.com/services/T/B/X' }",
    "slack: { webhooks: [{ name: ops, webhook_url: 'https://chat.lan/hooks/x' }] }",
    target("method: PUT, body: { content: '{{ title }}' }"),
    target('headers: { Content-Type: application/json }, body: \'{"a": "{{ text }}"}\''),
    "ntfy: { topic: my-lab_1 }",
    mail(""),
    mail(", security: tls, username: me, password: secret"),
  ])("takes %s", async (block) => {
    expect(await problemsOf(block)).toEqual([]);
  });

  it.each([
    [
      "slack: { webhook_url: hooks.slack.com }",
      '2:25 integrations.slack.webhook_url must be an http or https address, such as "https://hub.example.net"',
    ],
    [
      "slack: { webhooks: [{ name: a, webhook_url: 'http://x' }, { name: a, webhook_url: 'http://y' }] }",
      "2:69 integrations.slack.webhooks[1].name is the name of another webhook too; each needs its own",
    ],
    [
      target("body: { content: '{{ titel }}' }"),
      "2:63 integrations.webhook.targets[0].body names {{ titel }}, which no message has; there are id, subject, kind, severity, type, headline, title, text, machine.id, machine.name, machine.tags, facts, causes, suggestion, url, at",
    ],
    [
      target("headers: { Content-Type: application/json }, body: '{\"a\": {{ text }}}'"),
      "2:108 integrations.webhook.targets[0].body must be JSON once it is filled in, because its Content-Type says so; write a map instead",
    ],
    ["ntfy: {}", "2:3 integrations.ntfy.topic is missing"],
    [mail(", username: me"), "2:71 integrations.email.username needs a username and a password, or neither"],
    [
      mail("").replace("c@d.test", '"c@d.test\\r\\nRCPT TO:<x@y.test>"'),
      expect.stringContaining("integrations.email.to[0] must match"),
    ],
  ])("refuses %s", async (block, problem) => {
    expect(await problemsOf(block)).toEqual([problem]);
  });
});
