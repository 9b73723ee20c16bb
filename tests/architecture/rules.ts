import { type Import, importsOf } from "./imports.ts";
import type { SourceFile } from "./source-files.ts";

interface Layer {
  /** Which files are in it. The first layer that matches a file is the file's. */
  readonly files: RegExp;
  /** Which files of the project they may import. `$1` is what `files` captured. */
  readonly mayImport: readonly string[];
}

/** Who may import whom: the table of docs/architecture.md. */
const layers: readonly Layer[] = [
  { files: /^core\/sdk\//, mayImport: ["core/sdk/"] },
  { files: /^core\/bootstrap\//, mayImport: ["core/bootstrap/", "agent/bundle.mjs"] },
  { files: /^core\//, mayImport: ["core/"] },
  { files: /^integrations\/([^/]+)\/frontend\//, mayImport: ["frontend/sdk/", "core/sdk/", "integrations/$1/"] },
  { files: /^integrations\/(agent)\//, mayImport: ["core/sdk/", "integrations/$1/", "agent/protocol.ts"] },
  { files: /^integrations\/([^/]+)\//, mayImport: ["core/sdk/", "integrations/$1/"] },
  { files: /^frontend\/sdk\//, mayImport: ["frontend/sdk/", "core/sdk/"] },
  { files: /^frontend\//, mayImport: ["frontend/", "core/sdk/"] },
  { files: /^agent\/protocol(\.ts$|\/)/, mayImport: ["core/sdk/", "agent/protocol/"] },
  { files: /^agent\//, mayImport: ["agent/", "core/sdk/"] },
  { files: /^tests\//, mayImport: [""] },
];

interface Reserved {
  readonly packages: RegExp;
  /** Where they are reserved. */
  readonly within: RegExp;
  /** The only files there that may import them. */
  readonly only: RegExp;
  readonly why: string;
}

/** Packages and parts of Node that belong to one room. Types of them may be named anywhere. */
const reservations: readonly Reserved[] = [
  {
    packages: /^tsyringe$/,
    within: /^(?!tests\/)/,
    only: /^core\/container\.ts$/,
    why: "core/container.ts alone composes the hub",
  },
  {
    packages: /^(sequelize|sqlite3|umzug)$/,
    within: /^(?!tests\/)/,
    only: /^core\/storage\//,
    why: "core/storage alone speaks to the database",
  },
  {
    packages: /^express$/,
    within: /^(?!tests\/)/,
    only: /^core\/http\//,
    why: "core/http alone knows the web framework",
  },
  {
    packages: /^(aedes|mqtt)$/,
    within: /^(?!tests\/)/,
    only: /^core\/transport\/mqtt\//,
    why: "core/transport/mqtt alone speaks to brokers",
  },
  {
    // What is left is pure: it computes.
    packages: /^node:(?!(path|url|events)$)/,
    within: /^agent\//,
    only: /^agent\/(runtime\/node-modules\.ts|bundle\.mjs)$/,
    why: "agent/runtime alone touches the host, by nodeModule(), which loads no more than is used",
  },
  {
    packages: /^(?!node:)/,
    within: /^core\/bootstrap\//,
    only: /^$/,
    why: "the bootstrap runs before anything is installed",
  },
  {
    packages: /./,
    within: /^core\/sdk\//,
    only: /^$/,
    why: "an integration outside this package has the SDK's types and nothing else",
  },
];

const mostLines = 300;

/** What a type checker or a linter has been told to overlook. */
const suppression = /@ts-(?:ignore|nocheck)|biome-igno[r]e|eslint-disa[b]le/;
const anyType = /(?::|\bas|[<,|&])\s*any\b(?!\s*[(:])/;

/** Everything in a file that breaks the project's rules, one line each: `core/bus/x.ts:3 imports …`. */
export function breachesIn(file: SourceFile): string[] {
  const imports = file.path.endsWith(".css") ? [] : importsOf(file);
  return [
    ...imports.flatMap((found) => layerBreach(file.path, found)),
    ...imports.flatMap((found) => reservationBreach(file.path, found)),
    ...imports.flatMap((found) => runtimeBreach(file.path, found)),
    ...lengthBreach(file),
    ...lineBreaches(file.path, file.text, suppression, "overlooks an error instead of repairing it"),
    ...lineBreaches(file.path, withoutText(file.text), anyType, "has a value of type any; take unknown and check it"),
  ];
}

function layerBreach(path: string, { line, target }: Import): string[] {
  if (target === undefined) return [];
  const layer = layers.find(({ files }) => files.test(path));
  if (!layer) return [`${path} is in no layer; add its folder to the table`];
  const captured = layer.files.exec(path)?.[1] ?? "";
  const allowed = layer.mayImport.map((prefix) => prefix.replace("$1", captured));
  if (allowed.some((prefix) => target.startsWith(prefix)) && !isBootstrapFromOutside(path, target)) return [];
  return [`${path}:${line} imports ${target}, but may import only ${allowed.join(", ")}`];
}

/** The bootstrap runs before anything is installed, so nothing is built on it. */
function isBootstrapFromOutside(path: string, target: string): boolean {
  return target.startsWith("core/bootstrap/") && !/^(core\/bootstrap|tests)\//.test(path);
}

function reservationBreach(path: string, { line, specifier, target, isTypeOnly }: Import): string[] {
  if (target !== undefined || isTypeOnly) return [];
  return reservations
    .filter(({ packages, within, only }) => packages.test(specifier) && within.test(path) && !only.test(path))
    .map(({ why }) => `${path}:${line} imports ${specifier}, but ${why}`);
}

/** Another runtime than Node can carry the agent when all that is Node's is in one folder. */
function runtimeBreach(path: string, { line, target }: Import): string[] {
  if (target !== "agent/runtime/node-modules.ts" || /^(agent\/runtime|tests)\//.test(path)) return [];
  return [`${path}:${line} imports ${target}, but agent/runtime alone knows Node`];
}

function lengthBreach({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > mostLines ? [`${path} has ${lines} lines; ${mostLines} is the most`] : [];
}

function lineBreaches(path: string, text: string, pattern: RegExp, complaint: string): string[] {
  return text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${complaint}`] : []));
}

/** Code without comments and the insides of strings, its lines kept. */
function withoutText(source: string): string {
  const text = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
  return source.replace(text, (match) => match.replace(/[^\n]+/g, '""'));
}
