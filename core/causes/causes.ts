import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** Where a chain of causes began: `heartbeat nas`, `request POST /services/docker/restart`, `rule disk-full`. */
export interface Cause {
  readonly id: string;
  readonly origin: string;
}

const current = new AsyncLocalStorage<Cause>();

/**
 * Runs `work` as part of a chain of causes; everything that it leads to, at once or later, belongs to the chain too: a heartbeat
 * changes a state, which fires a rule, which calls a service, which ends with a result. Inside a chain, `origin` is ignored.
 */
export function causedBy<Result>(origin: string, work: () => Result): Result {
  if (current.getStore()) return work();
  return causedAnew(origin, work);
}

/** Runs `work` as a chain of its own, also inside another: what a clock starts was not caused by who set it. */
export function causedAnew<Result>(origin: string, work: () => Result): Result {
  return current.run({ id: randomUUID(), origin }, work);
}

/** The chain that the running code belongs to, if any. */
export function currentCause(): Cause | undefined {
  return current.getStore();
}
