import type { Undo } from "../sdk/index.ts";

type AsyncUndo = () => void | Promise<void>;

/**
 * Collects what must be taken back, and takes it back in reverse order. One that fails does not keep the others. What is added
 * after that is taken back at once: its owner has stopped.
 */
export class UndoStack {
  #undos: AsyncUndo[] = [];
  #isUnwound = false;

  /** Registers `undo` and returns it in a form that also takes it off the stack. */
  add(undo: AsyncUndo): Undo {
    let done = false;
    const once: AsyncUndo = () => {
      if (done) return;
      done = true;
      return undo();
    };
    this.#undos.push(once);
    if (this.#isUnwound) void this.unwind();
    return () => {
      const index = this.#undos.indexOf(once);
      if (index >= 0) this.#undos.splice(index, 1);
      void once();
    };
  }

  /** Runs everything in reverse order; resolves with the errors that came up. */
  async unwind(): Promise<readonly unknown[]> {
    const errors: unknown[] = [];
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#isUnwound = true;
    return errors;
  }
}
