import { createConfig, lintFromString } from "@redocly/openapi-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAjv } from "../../core/schemas/ajv.ts";
import { TestHub } from "../support/test-hub.ts";
import {
  type ApiDocument,
  type Operation,
  operationsOf,
  readApiDocument,
  responseOf,
  type Schema,
} from "./api-document.ts";

let hub: TestHub;
let document: ApiDocument;
let operations: readonly Operation[];

beforeAll(async () => {
  hub = await TestHub.start();
  document = await readApiDocument(hub);
  operations = operationsOf(document);
});

afterAll(() => hub.remove());

const isOpen = ({ security }: Operation) => security?.length === 0;
const without = (isGood: (operation: Operation) => boolean) =>
  operations.filter((operation) => !isGood(operation)).map(({ operationId }) => operationId);
/** The operations that should document a status and do not. */
const missing = (status: number, should: (operation: Operation) => boolean) =>
  operations.filter((one) => should(one) && !(status in one.responses)).map(({ operationId }) => operationId);

describe("the API's document", () => {
  it("says what it is, where it is, and under which licence", () => {
    const { openapi, info, servers } = document;

    expect([openapi, info, servers]).toEqual([
      "3.1.0",
      {
        title: "HomelabCmd API",
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        description: expect.stringMatching(/\n/),
        contact: { name: expect.any(String) },
        license: { name: "MIT", identifier: "MIT" },
      },
      [{ url: "/", description: "Current server" }],
    ]);
  });

  it("asks for a key everywhere but where it says that anybody may", () => {
    const { ApiKeyAuth: scheme } = document.components.securitySchemes;

    expect([document.security, scheme, operations.filter(isOpen).map(({ path }) => path)]).toEqual([
      [{ ApiKeyAuth: [] }],
      expect.objectContaining({ type: "apiKey", in: "header", name: "X-API-Key" }),
      ["/api/v1/auth/login", "/api/v1/auth/session", "/api/v1/system/health", "/api/v1/agents/register/claim"],
    ]);
  });

  it("has the hub's whole contract", () => {
    const paths = ["/machines", "/machines/{id}", "/states", "/history", "/integrations", "/live", "/agents/heartbeat"];

    expect(paths.filter((path) => !(`/api/v1${path}` in document.paths))).toEqual([]);
  });

  it("marks the old paths as deprecated, with their own names", () => {
    const old = operations.filter(({ path }) => path.startsWith("/api/v1/servers"));
    const list = responseOf(document, old[0] as Operation, 200)?.content?.["application/json"]?.schema;

    expect([old.every(({ deprecated }) => deprecated), old[0]?.operationId, list?.["required"]]).toEqual([
      true,
      "list_servers",
      ["servers", "total"],
    ]);
  });

  it("has every operation on machines at its old path too, and nothing more there", () => {
    const at = (name: string) =>
      operations
        .filter(({ path }) => path.split("/")[3] === name)
        .map(({ method, path }) => `${method} ${path.slice(`/api/v1/${name}`.length)}`);

    expect(at("servers")).toEqual(at("machines"));
  });

  it("passes the linter without an error", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const problems = await lintFromString({ source: JSON.stringify(document), config, absoluteRef: "openapi.json" });

    expect(problems.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  });
});

describe("every operation", () => {
  it("has an id of a verb and a resource, which no other has", () => {
    const ids = operations.map(({ operationId }) => operationId);

    expect([without(({ operationId }) => /^[a-z]+(_[a-z]+)+$/.test(operationId)), new Set(ids).size]).toEqual([
      [],
      ids.length,
    ]);
  });

  it("has a summary, and a group that is described", () => {
    const described = new Set(document.tags.filter(({ description }) => description).map(({ name }) => name));

    expect(without(({ summary, tags }) => summary !== "" && tags.every((tag) => described.has(tag)))).toEqual([]);
  });

  it("documents 401, 403 and 429 where it needs a key, 404 with a path parameter, 422 and 413 with a body", () => {
    const isClosed = (operation: Operation) => !isOpen(operation);
    const hasParameter = ({ path }: Operation) => path.includes("{");
    const hasBody = ({ requestBody }: Operation) => requestBody !== undefined;

    expect([
      ...[401, 403, 429].flatMap((status) => missing(status, isClosed)),
      ...missing(404, hasParameter),
      ...[413, 422].flatMap((status) => missing(status, hasBody)),
      ...[500, 503].flatMap((status) => missing(status, () => true)),
    ]).toEqual([]);
  });

  it("describes the body of every answer that has one", () => {
    const bodiless = operations.flatMap((operation) =>
      Object.keys(operation.responses)
        .filter((status) => !["204", "304"].includes(status))
        .filter((status) => !responseOf(document, operation, Number(status))?.content)
        .map((status) => `${operation.operationId} ${status}`),
    );

    expect(bodiless).toEqual([]);
  });

  it("declares each parameter of its path, and describes every parameter", () => {
    const undeclared = operations.flatMap(({ path, parameters, operationId }) => {
      const declared = parameters.filter((one) => one.in === "path").map(({ name }) => name);
      const written = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      return written.join() === declared.join() && parameters.every(({ description }) => description)
        ? []
        : [operationId];
    });

    expect(undeclared).toEqual([]);
  });

  it("with a body has an example that its schema accepts", () => {
    const ajv = createAjv({ strict: false });
    ajv.addSchema(document, "api");
    const wrong = operations.filter(({ requestBody, path, method }) => {
      const content = requestBody?.content["application/json"];
      if (!content) return false;
      const pointer = `${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`;
      const schema = { $ref: `api#/paths/${encodeURI(pointer)}/requestBody/content/application~1json/schema` };
      return content.example === undefined || !ajv.validate(schema, content.example);
    });

    expect(wrong.map(({ operationId }) => operationId)).toEqual([]);
  });
});

describe("every schema", () => {
  it("says of each of its fields what it is", () => {
    const undescribed = [
      ...Object.entries(document.components.schemas).flatMap(([name, schema]) => fieldsWithout(schema, name)),
      ...operations.flatMap(({ operationId, requestBody, responses }) => {
        const bodies = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
        const schemas = bodies.flatMap((content) => Object.values(content ?? {}).map(({ schema }) => schema));
        return schemas.flatMap((schema) => fieldsWithout(schema, operationId));
      }),
    ];

    expect(undescribed).toEqual([]);
  });

  it("in a request says how long its texts and lists may be", () => {
    const unlimited = operations.flatMap(({ operationId, requestBody, parameters }) => {
      const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
      const schemas = [...bodies, ...parameters.map(({ schema }) => schema)];
      return schemas.flatMap((schema) => limitless(schema, operationId));
    });

    expect(unlimited).toEqual([]);
  });
});

/** The fields of a schema, at any depth, that have no description. */
function fieldsWithout(schema: Schema, place: string): string[] {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.$ref || field.description ? [] : [`${place}.${name}`]),
    ...fieldsWithout(field, `${place}.${name}`),
  ]);
  return [...named, ...innerOf(schema).flatMap((inner) => fieldsWithout(inner, place))];
}

/** The texts and lists in a schema that may be endless. */
function limitless(schema: Schema, place: string): string[] {
  const types = [schema.type ?? []].flat();
  const hasEnd = ["maxLength", "enum", "const", "format", "pattern", "maxItems"].some((keyword) => keyword in schema);
  const isEndless = (types.includes("string") || types.includes("array")) && !hasEnd;
  const fields = Object.entries(schema.properties ?? {});
  return [
    ...(isEndless ? [place] : []),
    ...fields.flatMap(([name, field]) => limitless(field, `${place}.${name}`)),
    ...innerOf(schema).flatMap((inner) => limitless(inner, place)),
  ];
}

function innerOf({ items, additionalProperties, ...schema }: Schema): Schema[] {
  const choices = ["anyOf", "oneOf", "allOf", "prefixItems"].flatMap((keyword) => (schema[keyword] ?? []) as Schema[]);
  const single = [items, additionalProperties].filter((one): one is Schema => typeof one === "object" && one !== null);
  return [...choices, ...single];
}
