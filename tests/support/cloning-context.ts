import type { IntegrationContext } from "../../core/sdk/index.ts";

/** Members that are not messages: they live on the integration's own side of the pipe. */
const local = new Set(["log", "signal", "clock", "config"]);

type Method = (...parameters: unknown[]) => unknown;

/**
 * A context through which only plain data gets: every argument and every result is a structured clone, handlers are called with
 * clones and answer with clones, as if there were a pipe in between. What does not survive that throws a `DataCloneError`.
 */
export function cloningContext(context: IntegrationContext): IntegrationContext {
  return new Proxy(context, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (local.has(String(name))) return member;
      return typeof member === "function" ? cloningMethod(member as Method, target) : cloningObject(member);
    },
  });
}

/** Readers and other parts of the context: their methods are messages too; facts are data. */
function cloningObject(member: unknown): unknown {
  if (typeof member !== "object" || member === null) return member;
  return new Proxy(member, {
    get(target, name) {
      const part: unknown = Reflect.get(target, name, target);
      return typeof part === "function" ? cloningMethod(part as Method, target) : cloned(part);
    },
  });
}

function cloningMethod(method: Method, target: object): Method {
  return (...parameters) => crossed(method.apply(target, parameters.map(cloned)), cloned);
}

/** Data is cloned; a function becomes one that clones; an object with functions, such as an entity table, is cloned field by field. */
function cloned(value: unknown): unknown {
  if (typeof value === "function") return cloningMethod(value as Method, {});
  if (Array.isArray(value)) return value.map(cloned);
  if (value instanceof AbortSignal) return value;
  if (hasFunctions(value)) {
    const names = Object.getPrototypeOf(value) === Object.prototype ? Object.keys(value) : methodsOf(value);
    const entries = names.map((name) => [name, cloned(Reflect.get(value, name, value))] as const);
    return bound(value, Object.fromEntries(entries));
  }
  return structuredClone(value);
}

function bound(owner: object, copy: Record<string, unknown>): Record<string, unknown> {
  for (const name of Object.keys(copy)) {
    const method: unknown = Reflect.get(owner, name, owner);
    if (typeof method === "function") copy[name] = cloningMethod(method as Method, owner);
  }
  return copy;
}

function crossed(result: unknown, cross: (value: unknown) => unknown): unknown {
  return result instanceof Promise ? result.then(cross) : cross(result);
}

function hasFunctions(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return (
    methodsOf(value).length > 0 || Object.values(value).some((part) => typeof part === "function" || hasFunctions(part))
  );
}

function methodsOf(value: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || prototype === Object.prototype) return [];
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return [];
  if (value instanceof Date || value instanceof Map || value instanceof Set) return [];
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  return names.filter((name) => typeof Reflect.get(value, name, value) === "function");
}
