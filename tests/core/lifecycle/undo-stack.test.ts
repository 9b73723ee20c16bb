import { describe, expect, it } from "vitest";
import { UndoStack } from "../../../core/lifecycle/undo-stack.ts";

describe("the undo stack", () => {
  it("takes everything back in reverse order, one at a time", async () => {
    const stack = new UndoStack();
    const calls: string[] = [];
    stack.add(() => void calls.push("opened first"));
    stack.add(async () => {
      calls.push("begins");
      await Promise.resolve();
      calls.push("ends");
    });

    const errors = await stack.unwind();

    expect([calls, errors]).toEqual([["begins", "ends", "opened first"], []]);
  });

  it("goes on after one that fails, and tells what failed", async () => {
    const stack = new UndoStack();
    const calls: string[] = [];
    const [thrown, rejected] = [new Error("thrown"), new Error("rejected")];
    stack.add(() => void calls.push("last"));
    stack.add(() => {
      throw thrown;
    });
    stack.add(() => Promise.reject(rejected));

    const errors = await stack.unwind();

    expect([calls, errors]).toEqual([["last"], [rejected, thrown]]);
  });

  it("takes back each thing once, however often it is asked", async () => {
    const stack = new UndoStack();
    const calls: string[] = [];
    const undo = stack.add(() => void calls.push("early"));
    stack.add(() => void calls.push("late"));

    undo();
    undo();
    await stack.unwind();
    await stack.unwind();
    undo();

    expect(calls).toEqual(["early", "late"]);
  });

  it("also takes back what is added while it unwinds", async () => {
    const stack = new UndoStack();
    const calls: string[] = [];
    stack.add(() => void stack.add(() => void calls.push("added late")));

    await stack.unwind();

    expect(calls).toEqual(["added late"]);
  });

  it("takes back at once what is added after it was unwound", async () => {
    const stack = new UndoStack();
    const calls: string[] = [];
    await stack.unwind();

    const undo = stack.add(() => void calls.push("came too late"));
    stack.add(() => Promise.reject(new Error("nobody is left to hear this")));
    undo();

    expect(calls).toEqual(["came too late"]);
  });
});
