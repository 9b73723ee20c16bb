// @ts-check

/** Prints one line of progress. Errors go through `explain`. @param {string} text */
export function say(text) {
  console.log(text);
}

/** Something that a person has to fix before it goes on: what failed, and what to do. */
export class BootstrapError extends Error {
  /** @param {string} whatFailed @param {string} whatToDo */
  constructor(whatFailed, whatToDo) {
    super(`${whatFailed}\n${whatToDo}`);
    this.name = "BootstrapError";
  }
}

/** Runs a program's main function, and turns a failure into a message and exit code 1. @param {() => Promise<number>} main */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof BootstrapError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
