import { assert } from "chai";
import { EventFeed } from "../../../frontend/state/event-feed.ts";

describe("the feed of events", () => {
  it("names what is followed, once, as long as somebody does", () => {
    let changes = 0;
    const feed = new EventFeed(() => {
      changes += 1;
    });

    const undos = [feed.follow("b.two", () => {}), feed.follow("a.one", () => {}), feed.follow("b.two", () => {})];
    const all = feed.names;
    undos[0]?.();
    const still = feed.names;
    undos[2]?.();

    assert.deepEqual(
      { all, still, rest: feed.names, changes },
      { all: ["a.one", "b.two"], still: ["a.one", "b.two"], rest: ["a.one"], changes: 4 },
    );
  });

  it("hands an event to those who follow it, and tells everybody what may have been missed", () => {
    const feed = new EventFeed(() => {});
    const heard: unknown[] = [];
    feed.follow("a.one", (data) => heard.push(["one", data]));
    feed.follow("b.two", (data) => heard.push(["two", data]));

    feed.tell("a.one", { id: 3 });
    feed.tell("c.three", { id: 4 });
    feed.missed();

    assert.deepEqual(heard, [
      ["one", { id: 3 }],
      ["one", undefined],
      ["two", undefined],
    ]);
  });
});
