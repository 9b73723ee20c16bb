import type { Clock, Undo } from "../../../core/sdk/index.ts";

/** Time that moves only when a test says so. */
export class FakeClock implements Pick<Clock, "now" | "after"> {
  #now: number;
  #tasks: { readonly at: number; readonly task: () => void }[] = [];

  constructor(now = Date.parse("2025-01-01T12:00:00Z")) {
    this.#now = now;
  }

  now = (): number => this.#now;

  after(milliseconds: number, task: () => void): Undo {
    const entry = { at: this.#now + milliseconds, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** Lets time pass: runs what is due in its order, and lets promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settled();
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.#now = next.at;
      next.task();
      await settled();
    }
    this.#now = until;
  }

  #due(until: number) {
    return this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when streams and promises that can go on have gone on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
