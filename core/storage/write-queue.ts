/** Runs one job at a time, in the order in which they came. A job that fails does not keep the next one from running. */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with what `job` does, once its turn came. */
  run<Result>(job: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(job);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves when every job given so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
