import { beforeEach, describe, expect, it } from "vitest";
import { EventBus } from "../../../core/bus/event-bus.ts";
import type { EntityState } from "../../../core/sdk/index.ts";
import { LogSpy } from "../../support/log-spy.ts";

let log: LogSpy;
let bus: EventBus;
let calls: string[];

beforeEach(() => {
  log = new LogSpy();
  bus = new EventBus(log);
  calls = [];
});

function emitState(entityId: string): void {
  const state: EntityState = {
    id: entityId,
    value: 1,
    available: true,
    changedAt: 0,
    updatedAt: 0,
    attributes: {},
    causeId: null,
  };
  bus.emit("state_changed", { entityId, state });
}

describe("the event bus", () => {
  it("calls who asked for the type, in the order in which they asked", () => {
    bus.on({ type: "machine_removed" }, ({ id }) => calls.push(`first ${id}`), "one");
    bus.on({ type: "machine_removed" }, ({ id }) => calls.push(`second ${id}`), "two");
    bus.on({ type: "entity_removed" }, ({ entityId }) => calls.push(`other ${entityId}`), "three");

    bus.emit("machine_removed", { id: "nas" });

    expect(calls).toEqual(["first nas", "second nas"]);
  });

  it("calls a listener of one entity for that entity only, and one of all entities for each", () => {
    bus.on({ type: "state_changed", entityId: "nas.cpu_percent" }, ({ entityId }) => calls.push(`one ${entityId}`), "");
    bus.on({ type: "state_changed" }, ({ entityId }) => calls.push(`all ${entityId}`), "");

    emitState("nas.cpu_percent");
    emitState("nas.cpu");

    expect(calls).toEqual(["all nas.cpu_percent", "one nas.cpu_percent", "all nas.cpu"]);
  });

  it("does not take another event about the same entity for its state", () => {
    bus.on({ type: "state_changed", entityId: "nas.cpu" }, () => calls.push("called"), "");

    bus.emit("entity_removed", { entityId: "nas.cpu" });

    expect(calls).toEqual([]);
  });

  it("contains a handler that throws, names its owner, and goes on with the others", () => {
    const error = new Error("broken");
    bus.on(
      { type: "machine_removed" },
      () => {
        throw error;
      },
      "docker",
    );
    bus.on({ type: "machine_removed" }, () => calls.push("reached"), "core");

    bus.emit("machine_removed", { id: "nas" });

    expect([calls, log.lines]).toEqual([
      ["reached"],
      [
        {
          level: "error",
          source: "",
          message: "A handler of docker failed on machine_removed",
          details: { error, owner: "docker" },
        },
      ],
    ]);
  });

  it("calls nobody after the undo, also when it is undone twice or from within a handler", () => {
    const undoFirst = bus.on({ type: "state_changed", entityId: "nas.cpu" }, () => calls.push("first"), "");
    const undoSecond = bus.on(
      { type: "state_changed", entityId: "nas.cpu" },
      () => {
        calls.push("second");
        undoSecond();
      },
      "",
    );
    undoFirst();
    undoFirst();

    emitState("nas.cpu");
    emitState("nas.cpu");

    expect(calls).toEqual(["second"]);
  });

  it("keeps a new listener when the undo of an earlier one is called again", () => {
    const undo = bus.on({ type: "state_changed", entityId: "nas.cpu" }, () => calls.push("old"), "");
    undo();
    bus.on({ type: "state_changed", entityId: "nas.cpu" }, () => calls.push("new"), "");
    undo();

    emitState("nas.cpu");

    expect(calls).toEqual(["new"]);
  });
});
