import { assert } from "chai";
import { EntityStore } from "../../../frontend/state/entity-store.ts";
import { sampleEntity, sampleTime } from "../support/samples.ts";

function arrange() {
  const frames: (() => void)[] = [];
  const store = new EntityStore(
    (task) => frames.push(task),
    () => {},
  );
  const heard: string[] = [];
  const listen = (pattern: string) => store.watch([pattern], () => heard.push(pattern));
  const nextFrame = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { store, heard, listen, nextFrame, frames };
}

describe("the entity store", () => {
  it("tells only those who watch what became different", () => {
    const { store, heard, listen, nextFrame } = arrange();
    for (const pattern of ["nas.cpu_percent", "pi.cpu_percent", "nas.*", "pi.*", "*.cpu_percent", "*.load_1m"])
      listen(pattern);

    store.change([sampleEntity({ device: "nas" })], []);
    nextFrame();

    assert.deepEqual(heard.sort(), ["*.cpu_percent", "nas.*", "nas.cpu_percent"]);
  });

  it("tells once per frame, however often a value changed", () => {
    const { store, heard, listen, nextFrame, frames } = arrange();
    listen("nas.cpu_percent");

    for (let value = 0; value < 100; value += 1)
      store.change([sampleEntity({ value, changedAt: sampleTime + value })], []);
    const scheduled = frames.length;
    nextFrame();

    assert.deepEqual([scheduled, heard], [1, ["nas.cpu_percent"]]);
  });

  it("tells nobody when an equal value comes again", () => {
    const { store, heard, listen, nextFrame } = arrange();
    store.change([sampleEntity()], []);
    listen("nas.cpu_percent");

    store.change([sampleEntity({ updatedAt: sampleTime + 5000 })], []);
    nextFrame();

    assert.deepEqual(heard, []);
  });

  it("forgets what a snapshot no longer names, within the snapshot's patterns", () => {
    const { store } = arrange();
    const others = sampleEntity({ device: "pi" });
    store.change([sampleEntity({ key: "load_1m" }), sampleEntity(), others], []);

    store.replace([sampleEntity({ value: 50 })], ["nas.*"]);

    assert.deepEqual(
      [store.match("nas.*").map(({ id, value }) => [id, value]), store.match("pi.*")],
      [[["nas.cpu_percent", 50]], [others]],
    );
  });

  it("forgets removed entities in every pattern that named them", () => {
    const { store } = arrange();
    store.change([sampleEntity()], []);

    store.change([], ["nas.cpu_percent"]);

    assert.deepEqual(
      [store.get("nas.cpu_percent"), store.match("nas.*"), store.match("*.cpu_percent")],
      [undefined, [], []],
    );
  });

  it("names what is watched, and no longer what is not", () => {
    const { store, listen } = arrange();
    const unwatch = listen("nas.*");
    listen("*.cpu_percent");

    unwatch();

    assert.deepEqual([...store.watched], ["*.cpu_percent"]);
  });
});
