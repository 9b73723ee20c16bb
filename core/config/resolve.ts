import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { ConfigFolder } from "./config-folder.ts";
import type { Variables } from "./environment.ts";
import { nearestName } from "./nearest-name.ts";
import type { ConfigProblem } from "./problem.ts";
import type { SecretAnswer } from "./secrets.ts";
import type { Origin, Place, Setting } from "./setting.ts";
import { expandVariables } from "./variables.ts";
import { YamlFile } from "./yaml-file.ts";

/** What a text of the configuration may refer to. */
export interface Surroundings {
  readonly folder: ConfigFolder;
  readonly variables: Variables;
  readonly secret: (name: string) => SecretAnswer;
}

/** Data nested deeper than this is no configuration. */
const mostDepth = 50;
/** Nodes that aliases may repeat, all together. */
const mostRepeated = 10_000;

/** Where the reader is: in which file, included by which, and behind which aliases. */
interface Branch {
  readonly file: YamlFile;
  readonly includedBy: readonly string[];
  readonly anchors: Map<string, unknown>;
  /** The outermost alias that repeats this. */
  readonly repeatedAt: Place | undefined;
  readonly depth: number;
}

type Content = Omit<Setting, "key" | "at">;

/** Reads YAML nodes into settings, and fills in what stands for something else. */
export class Resolver {
  readonly problems: ConfigProblem[] = [];
  readonly #surroundings: Surroundings;
  #repeated = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The settings of a file and of those that it includes. What is wrong is added to `problems`. */
  read(file: YamlFile, includedBy: readonly string[] = []): Setting {
    this.problems.push(...file.problems);
    const branch = { file, includedBy, anchors: new Map(), repeatedAt: undefined, depth: 0 };
    const start = { file, offset: offsetOf(file.document.contents) ?? 0 };
    const setting = this.#setting(file.document.contents, start, branch);
    // What is cut off would only draw complaints of its own.
    return this.#repeated > mostRepeated ? this.#broken(start, start, undefined) : setting;
  }

  #setting(node: unknown, key: Place, branch: Branch): Setting {
    const offset = isEmpty(node) ? undefined : offsetOf(node);
    const at = offset === undefined ? key : { file: branch.file, offset };
    if (branch.depth > mostDepth) return this.#broken(key, at, `it is nested more than ${mostDepth} levels deep`);
    if (branch.repeatedAt && ++this.#repeated > mostRepeated) {
      return this.#broken(key, branch.repeatedAt, this.#repeated > mostRepeated + 1 ? undefined : tooManyAliases);
    }
    const setting = this.#content(node, key, at, branch);
    // Only now: an alias within what it repeats would never end.
    if (isAnchored(node) && !branch.repeatedAt) branch.anchors.set(node.anchor, node);
    return setting;
  }

  #content(node: unknown, key: Place, at: Place, branch: Branch): Setting {
    if (isAlias(node)) return this.#alias(node.source, key, at, branch);
    if (isMap(node)) return { key, at, ...this.#map(node, branch) };
    if (isSeq(node)) return { key, at, ...this.#list(node, branch) };
    if (!isScalar(node)) return { key, at, ...plain(null) };
    if (node.tag === "!include") return this.#include(String(node.value), key, at, branch);
    if (node.tag === "!secret") return this.#secret(String(node.value), key, at);
    if (typeof node.value !== "string") return { key, at, ...plain(node.value) };
    return this.#text(node as Scalar<string>, key, at);
  }

  #map(node: YAMLMap, branch: Branch): Content {
    const children = new Map<string, Setting>();
    for (const { key, value } of node.items) {
      const place = { file: branch.file, offset: offsetOf(key) ?? 0 };
      const name = isScalar(key) ? String(key.value) : "";
      const child = this.#setting(value, place, { ...branch, depth: branch.depth + 1 });
      if (children.has(name)) this.#report(place, "not valid YAML: this setting stands here twice; keep one of them");
      else children.set(name, child);
    }
    // Defines each name, also `__proto__`, as the object's own.
    const value = Object.fromEntries([...children].map(([name, child]) => [name, child.value]));
    return { value, children, origin: { kind: "text" } };
  }

  #list(node: YAMLSeq, branch: Branch): Content {
    const items = node.items.map((item) => {
      const place = { file: branch.file, offset: offsetOf(item) ?? offsetOf(node) ?? 0 };
      return this.#setting(item, place, { ...branch, depth: branch.depth + 1 });
    });
    const children = new Map(items.map((item, index) => [String(index), item]));
    return { value: items.map(({ value }) => value), children, origin: { kind: "text" } };
  }

  #alias(name: string, key: Place, at: Place, branch: Branch): Setting {
    const target = branch.anchors.get(name);
    if (target === undefined) {
      return this.#broken(key, at, `not valid YAML: the alias *${name} has no anchor &${name} before it`);
    }
    const repeated = this.#setting(target, at, {
      ...branch,
      repeatedAt: branch.repeatedAt ?? at,
      depth: branch.depth + 1,
    });
    return { ...repeated, key, origin: { kind: "alias", name } };
  }

  #include(name: string, key: Place, at: Place, { file, includedBy, depth }: Branch): Setting {
    const { folder } = this.#surroundings;
    const target = folder.pathOf(name, file.name);
    const chain = [...includedBy, file.name];
    if (chain.includes(target)) {
      return this.#broken(key, at, `these files include each other: ${[...chain, target].join(" -> ")}`);
    }
    if (chain.length + depth > mostDepth)
      return this.#broken(key, at, `it is nested more than ${mostDepth} levels deep`);
    const answer = folder.include(target, name);
    if ("reason" in answer) return this.#broken(key, at, `${name} cannot be included: ${answer.reason}`);
    const included = new YamlFile(target, answer.text);
    const origin: Origin = { kind: included.problems.length > 0 ? "broken" : "include", name };
    return { ...this.read(included, chain), key, origin };
  }

  #secret(name: string, key: Place, at: Place): Setting {
    const answer = this.#surroundings.secret(name);
    if ("reason" in answer) return this.#broken(key, at, answer.reason);
    return { key, at, value: answer.text, children: new Map(), origin: { kind: "secret", name } };
  }

  #text(node: Scalar<string>, key: Place, at: Place): Setting {
    const { text, names, missing, isMalformed } = expandVariables(node.value, this.#surroundings.variables);
    const [name] = names;
    if (isMalformed) return this.#broken(key, at, malformedVariable);
    if (missing.length > 0) return this.#broken(key, at, missing.map((each) => this.#explainMissing(each)).join("; "));
    if (name === undefined) return { key, at, ...plain(text) };
    return { key, at, value: text, children: new Map(), origin: { kind: "variable", name } };
  }

  #explainMissing(name: string): string {
    const nearest = nearestName(name, Object.keys(this.#surroundings.variables));
    const question = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    return `the environment variable ${name} is not set${question || `; set it, or write \${${name}:-a default}`}`;
  }

  #broken(key: Place, at: Place, message: string | undefined): Setting {
    if (message !== undefined) this.#report(at, message);
    return { key, at, value: null, children: new Map(), origin: { kind: "broken" } };
  }

  #report({ file, offset }: Place, message: string): void {
    this.problems.push(file.problem(offset, message));
  }
}

const tooManyAliases = "not valid YAML: aliases of aliases multiply into more data than a configuration can have";
const malformedVariable = `a variable is written \${NAME} or \${NAME:-default}; write $\${ for the two characters themselves`;

function plain(value: unknown): Content {
  return { value, children: new Map(), origin: { kind: "text" } };
}

function offsetOf(node: unknown): number | undefined {
  return (node as ParsedNode | null | undefined)?.range?.[0];
}

/** `name:` with nothing behind it. */
function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}

function isAnchored(node: unknown): node is { readonly anchor: string } {
  return typeof (node as { anchor?: unknown } | null)?.anchor === "string";
}
