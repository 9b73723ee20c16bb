import type { TestHub } from "../support/test-hub.ts";

/** A JSON schema as the tests read it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

/** An answer, or a reference to a shared one. */
export interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Content;
}

/** One operation with where it is. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly deprecated?: boolean;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

/** The hub's OpenAPI document. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly object[];
  readonly security: readonly object[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

/** Asks a hub for its document. */
export async function readApiDocument(hub: TestHub): Promise<ApiDocument> {
  const response = await fetch(`${hub.url}/api/openapi.json`);
  return (await response.json()) as ApiDocument;
}

/** Every operation of a document. */
export function operationsOf({ paths }: ApiDocument): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** The answer that an operation documents for a status, with its reference followed. */
export function responseOf({ components }: ApiDocument, operation: Operation, status: number): Response | undefined {
  const response = operation.responses[status];
  return response?.$ref ? components.responses[response.$ref.split("/").at(-1) ?? ""] : response;
}
