import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleHeartbeat } from "../sample-heartbeat.ts";
import { KeptOutbox } from "./kept-outbox.ts";

/** What may happen to an outbox, in any order. */
type Step = Traffic | Turn | Fault;
interface Traffic {
  readonly kind: "add" | "send" | "sendInVain";
  readonly count: number;
}
interface Turn {
  readonly kind: "keep" | "crash";
}
interface Fault {
  readonly kind: "tear" | "damage";
  readonly bytes: number;
}

const count = fc.integer({ min: 1, max: 130 });
const bytes = fc.integer({ min: 1, max: 2_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("add", "send", "sendInVain"), count }),
  fc.record({ kind: fc.constantFrom("keep", "crash") }),
);
const brokenStep: fc.Arbitrary<Step> = fc.oneof(step, fc.record({ kind: fc.constantFrom("tear", "damage"), bytes }));

/** An outbox beside what is known of it: which heartbeats must be there, in order, and which may be. */
class Trial {
  readonly #kept: KeptOutbox;
  #added = 0;
  #acknowledged = new Set<number>();
  /** Not yet safe from a crash. */
  #unsafe = new Set<number>();
  /** Lost with a process, or on a broken disk. */
  readonly lost = new Set<number>();
  #isOnDisk = false;

  constructor(kept: KeptOutbox) {
    this.#kept = kept;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "add":
        return this.#add(step.count);
      case "send":
        return this.#send(step.count);
      case "sendInVain":
        await this.#kept.outbox.oldest(step.count);
        return;
      case "keep":
        return this.#keep();
      case "crash":
        return this.#crash();
      default:
        return this.#breakNewest(step.kind, step.bytes);
    }
  }

  /** Empties the outbox. What came out of it, of what was never acknowledged before. */
  async end(): Promise<{ readonly drained: number[]; readonly expected: number[] }> {
    const drained = (await this.#kept.drain(70)).filter((sequence) => !this.#acknowledged.has(sequence));
    const all = Array.from({ length: this.#added }, (_, index) => index + 1);
    return { drained, expected: all.filter((one) => !this.#acknowledged.has(one) && !this.lost.has(one)) };
  }

  async #add(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await this.#kept.outbox.add(sampleHeartbeat(++this.#added));
      if (!this.#isOnDisk) this.#unsafe.add(this.#added);
    }
    // Memory holds 500; beyond that the oldest go, which is another test's matter.
    if (this.#unsafe.size > 300) await this.#keep();
  }

  async #send(limit: number): Promise<void> {
    const batch = await this.#kept.outbox.oldest(limit);
    await this.#kept.outbox.forget(batch);
    for (const { sequence } of batch) {
      this.#acknowledged.add(Number(sequence));
      this.#unsafe.delete(Number(sequence));
    }
    this.#look();
  }

  async #keep(): Promise<void> {
    await this.#kept.outbox.keep();
    this.#unsafe = new Set();
    this.#look();
  }

  #crash(): void {
    for (const sequence of this.#unsafe) this.lost.add(sequence);
    this.#unsafe = new Set();
    this.#kept.crash();
  }

  #breakNewest(kind: "tear" | "damage", bytes: number): void {
    this.#crash();
    const name = filesIn(this.#kept.folder).at(-1);
    if (name === undefined) return;
    const file = path.join(this.#kept.folder, name);
    const content = readFileSync(file);
    if (kind === "tear") truncateSync(file, Math.max(0, content.length - bytes));
    else {
      const from = Math.max(0, content.length - bytes);
      writeFileSync(file, content.fill(0x55, from, Math.max(from, content.length - Math.floor(bytes / 2))));
    }
  }

  #look(): void {
    this.#isOnDisk = filesIn(this.#kept.folder).length > 0;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

async function run<Value>(steps: readonly Step[], finish: (trial: Trial) => Promise<Value>): Promise<Value> {
  const kept = await KeptOutbox.make();
  try {
    const trial = new Trial(kept);
    for (const one of steps) await trial.take(one);
    return await finish(trial);
  } finally {
    await kept.remove();
  }
}

const options = { numRuns: 150 };

test("Whatever happens to a disk outbox, it gives everything that was kept and not acknowledged, once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { drained, expected } = await run(steps, (trial) => trial.end());
      expect(drained).toEqual(expected);
    }),
    options,
  );
});

test("Whatever is torn off or damaged, it gives nothing twice, nothing out of order and nothing that was not added", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(brokenStep, { maxLength: 25 }), async (steps) => {
      const { drained, expected } = await run(steps, (trial) => trial.end());
      const possible = new Set(expected);
      expect(drained).toEqual(
        [...new Set(drained)].filter((one) => possible.has(one)).sort((one, other) => one - other),
      );
    }),
    options,
  );
});
