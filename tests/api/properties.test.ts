import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAjv } from "../../core/schemas/ajv.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { TestHub, testKey } from "../support/test-hub.ts";
import { type ApiDocument, type Operation, operationsOf, readApiDocument, responseOf } from "./api-document.ts";
import { type ApiRequest, requestTo } from "./arbitrary.ts";

/** Ids of what the hub has, for parameters. */
const known = ["mediaserver", "mediaserver.cpu_percent", "agent"];

/** Requests to each operation; what is there for older clients alone is handled by another one. */
const runs = ({ deprecated }: Operation) => (deprecated ? 10 : 40);

/** The agents must not be turned off: whatever they bring would be untested. */
const idsFor = ({ path }: Operation) => (path.endsWith("/disable") ? known.filter((id) => id !== "agent") : known);

let hub: TestHub;
let document: ApiDocument;
/** How operations ended, so that a test which only ever was refused would be noticed. */
const outcomes = new Set<string>();
const ajv = createAjv({ strict: false });

beforeAll(async () => {
  hub = await TestHub.start();
  document = await readApiDocument(hub);
  ajv.addSchema(document, "api");
  const now = new Date().toISOString();
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: now, sent_at: now }));
});

afterAll(() => hub.remove());

/** What is wrong with an answer; `undefined` when nothing is. */
async function complaint(operation: Operation, { path, query, body }: ApiRequest): Promise<string | undefined> {
  const controller = new AbortController();
  const response = await fetch(`${hub.url}${path}${query && `?${query}`}`, {
    method: operation.method,
    headers: { "X-API-Key": testKey, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body }),
    signal: controller.signal,
  });
  outcomes.add(`${operation.operationId} ${Math.floor(response.status / 100)}xx`);
  const documented = responseOf(document, operation, response.status);
  if (response.status === 500 || !documented) {
    return `${response.status}: ${await response.text()}`;
  }
  const [[type, content] = []] = Object.entries(documented.content ?? {});
  if (type !== "application/json" || !content) {
    controller.abort();
    return undefined;
  }
  const answer = await response.json();
  if (ajv.validate(rooted(content.schema), answer)) return undefined;
  return `${response.status}: ${ajv.errorsText()} in ${JSON.stringify(answer).slice(0, 1000)}`;
}

/** The same schema with references that mean the document. */
function rooted(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
}

/** Every operation is asked some forty times: longer than one test usually takes, in milliseconds. */
const patience = 120_000;

describe("an operation", () => {
  it(
    "answers whatever it is sent as its documentation says, and never with a failure of its own",
    async () => {
      const failures: string[] = [];
      // What takes a key or a token in its body comes last: after ten wrong ones the hub would refuse everything else, too.
      const isGuarded = ({ path }: Operation) => path.endsWith("/auth/login") || path.endsWith("/register/claim");
      const operations = operationsOf(document).toSorted(
        (one, other) => Number(isGuarded(one)) - Number(isGuarded(other)),
      );
      for (const operation of operations) {
        const property = fc.asyncProperty(requestTo(document, operation, idsFor(operation)), async (request) => {
          const wrong = await complaint(operation, request);
          if (wrong) throw new Error(wrong);
        });
        const { failed, counterexample, errorInstance } = await fc.check(property, {
          numRuns: runs(operation),
          seed: 20_260_115,
        });
        if (failed) failures.push(`${operation.operationId} ${JSON.stringify(counterexample)}: ${errorInstance}`);
      }

      const served = [
        "list_machines",
        "get_machine",
        "get_history",
        "create_key",
        "create_heartbeat",
        "get_integration",
      ];
      expect([failures, served.filter((id) => !outcomes.has(`${id} 2xx`))]).toEqual([[], []]);
    },
    patience,
  );
});
