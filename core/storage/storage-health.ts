import type { Clock, Problem, Undo } from "../sdk/index.ts";
import type { DatabaseObserver } from "./database.ts";
import { type Fault, faultOf } from "./faults.ts";

const goesOn =
  "Until then new readings wait in memory as far as they fit, and what waits is written by itself afterwards.";
const problems: Readonly<Record<Fault, Problem>> = {
  full: {
    severity: "error",
    title: "The disk is full: nothing can be stored",
    advice: `Free space on the disk of the data folder. ${goesOn}`,
  },
  "read-only": {
    severity: "error",
    title: "The database is read-only: nothing can be stored",
    advice: `Look for errors of the disk (dmesg) and at the owner of the data folder, and mount it writable. ${goesOn}`,
  },
  locked: {
    severity: "error",
    title: "The database is locked by another program: nothing can be stored",
    advice: `Close whatever has homelabcmd.db open: a database browser, a copy that is being made. ${goesOn}`,
  },
  unreachable: {
    severity: "error",
    title: "The database cannot be reached on its disk",
    advice: `Look whether the disk of the data folder is there, is not full, and has no errors (dmesg). ${goesOn}`,
  },
  damaged: {
    severity: "error",
    title: "The database is damaged",
    advice:
      "Stop the hub and run `npm run db:repair`, which saves everything that is readable, or bring a backup back with `npm run restore`. Check the disk: a sound one does not damage files.",
  },
};

/** So long must writing have worked again before a fault is over: on a disk that is almost full it works now and then. */
const settleMilliseconds = 10_000;

/** Learns from everybody who reads and writes how the database is, and shows one problem for as long as something is wrong. */
export class StorageHealth implements DatabaseObserver {
  readonly #clock: Clock;
  readonly #report: (problem: Problem) => Undo;
  #fault: Fault | undefined;
  #failedAt = 0;
  #undo: Undo = () => {};

  constructor(clock: Clock, report: (problem: Problem) => Undo) {
    this.#clock = clock;
    this.#report = report;
  }

  failed(error: unknown): void {
    const fault = faultOf(error);
    if (!fault) return;
    this.#failedAt = this.#clock.monotonic();
    // What is damaged stays so, whatever else goes wrong.
    if (fault === this.#fault || this.#fault === "damaged") return;
    this.#fault = fault;
    this.#undo();
    this.#undo = this.#report(problems[fault]);
  }

  worked(): void {
    if (this.#fault === undefined || this.#fault === "damaged") return;
    if (this.#clock.monotonic() - this.#failedAt < settleMilliseconds) return;
    this.#fault = undefined;
    this.#undo();
    this.#undo = () => {};
  }
}
