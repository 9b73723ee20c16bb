import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { IntegrationContext } from "../../../../core/sdk/index.ts";
import { TestHub, type TestHubOptions } from "../../../support/test-hub.ts";

/** Which agent a hub ships, and the file that it lies in. */
export interface Shipped {
  readonly version: string;
  readonly agentBundle: string;
}

/** A hub that ships another version of the agent than this project has. `shipped` may change while it runs. */
export function startShippingHub(shipped: () => Shipped, options: TestHubOptions = {}): Promise<TestHub> {
  const wrapContext = (context: IntegrationContext): IntegrationContext =>
    new Proxy(context, {
      get: (target, name) => (name === "hub" ? { ...target.hub, ...shipped() } : Reflect.get(target, name, target)),
    });
  return TestHub.start({ ...options, wrapContext });
}

/** A file that stands for the agent of a version; removed by the returned function. */
export async function writeAgentFile(text: string) {
  const file = path.join(tmpdir(), `homelabcmd-agent-${process.pid}-${text.length}.mjs`);
  await writeFile(file, text);
  return { file, remove: () => rm(file, { force: true }) };
}
