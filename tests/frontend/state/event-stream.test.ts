import { assert } from "chai";
import { EventStreamParser } from "../../../frontend/state/event-stream.ts";

describe("the event stream parser", () => {
  it("puts events together from pieces of any size", () => {
    const text = 'event: changes\nid: a-1\ndata: {"a":1}\n\nevent: ping\ndata: {}\n\n';
    const whole = new EventStreamParser().push(text);
    const parser = new EventStreamParser();

    const letterByLetter = [...text].flatMap((letter) => [...parser.push(letter)]);

    assert.deepEqual(letterByLetter, [...whole]);
  });

  it("reads types, ids and data of several lines", () => {
    const events = new EventStreamParser().push("event: ping\r\nid: 7\r\ndata: a\r\ndata: b\r\n\r\n");

    assert.deepEqual(events, [{ type: "ping", id: "7", data: "a\nb" }]);
  });

  it("ignores comments and events without data", () => {
    const events = new EventStreamParser().push(": hello\n\nevent: ping\n\ndata:x\n\n");

    assert.deepEqual(events, [{ type: "message", id: null, data: "x" }]);
  });
});
