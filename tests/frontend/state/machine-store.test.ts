import { assert } from "chai";
import { MachineStore } from "../../../frontend/state/machine-store.ts";
import { sampleMachine, sampleTime } from "../support/samples.ts";

const arrange = () => new MachineStore((task) => task());

describe("the machine store", () => {
  it("knows nothing until the hub has said which machines there are", () => {
    const store = arrange();
    const before = store.loaded;

    store.replace([]);

    assert.deepEqual([before, store.loaded, store.list()], [false, true, []]);
  });

  it("lists machines by name, numbers by their value", () => {
    const store = arrange();

    store.replace(["node10", "Alpha", "node2", "beta"].map((name) => sampleMachine({ id: name, name })));

    assert.deepEqual(
      store.list().map(({ name }) => name),
      ["Alpha", "beta", "node2", "node10"],
    );
  });

  it("gives the same list until a record changes, however often machines are heard", () => {
    const store = arrange();
    store.replace([sampleMachine()]);
    const list = store.list();

    store.seen("nas", sampleTime + 9000);

    assert.deepEqual([store.list() === list, store.lastSeen("nas")], [true, sampleTime + 9000]);
  });

  it("tells those who watch the machine, and those who watch all", () => {
    const store = arrange();
    store.replace([sampleMachine({ id: "nas" }), sampleMachine({ id: "pi" })]);
    const heard: string[] = [];
    store.watch("nas", () => heard.push("nas"));
    store.watch("pi", () => heard.push("pi"));
    store.watch(null, () => heard.push("any"));

    store.change([sampleMachine({ id: "pi", status: "offline" })], []);

    assert.includeMembers(heard, ["pi", "any"]);
    assert.notInclude(heard, "nas");
  });

  it("drops machines that a snapshot no longer names", () => {
    const store = arrange();
    store.replace([sampleMachine({ id: "nas" }), sampleMachine({ id: "pi" })]);

    store.replace([sampleMachine({ id: "pi" })]);

    assert.deepEqual(
      store.list().map(({ id }) => id),
      ["pi"],
    );
  });
});
