import { adviceFor } from "../config/nearest-name.ts";
import type { Problem, Undo } from "../sdk/index.ts";

/** Tells the user of channels that the routes name, and that there are none of. */
export class UnknownChannels {
  readonly #report: (id: string, problem: Problem) => Undo;
  readonly #undos = new Map<string, Undo>();

  constructor(report: (id: string, problem: Problem) => Undo) {
    this.#report = report;
  }

  /** Compares what is named with what there is. */
  check(named: readonly string[], known: readonly string[]): void {
    const unknown = named.filter((name) => !known.includes(name));
    for (const [name, undo] of this.#undos) {
      if (unknown.includes(name)) continue;
      undo();
      this.#undos.delete(name);
    }
    for (const name of unknown) this.#undos.set(name, this.#report(`unknown channel ${name}`, problemOf(name, known)));
  }
}

function problemOf(name: string, known: readonly string[]): Problem {
  return {
    severity: "error",
    title: `notifications.routes sends messages to '${name}', and there is no such channel${adviceFor(name, known)}`,
    advice: "Correct the name in config.yaml, or turn on the integration that brings the channel.",
  };
}
