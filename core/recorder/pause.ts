/** Lets everything else have its turn: long work awaits it after each few milliseconds. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
