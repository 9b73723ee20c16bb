import { assert } from "chai";
import { settled } from "../support/fake-clock.ts";
import { testDashboard } from "../support/fixture.ts";
import { memberOf } from "../support/fleet-member.ts";
import { statesOf } from "../support/fleet-states.ts";
import { sampleTime } from "../support/samples.ts";

const time = new Date(sampleTime).toISOString();
const nas = memberOf({ id: "nas" }, sampleTime);

describe("the live synchronisation", () => {
  it("opens one stream for everything that the cards of a page watch", async () => {
    const { live, entities, clock, hub } = testDashboard();

    live.start();
    entities.watch(["*.cpu_percent"], () => {});
    entities.watch(["nas.cpu_percent", "nas.load_1m"], () => {});
    await clock.advance(100);

    assert.deepEqual(
      hub.streams.map(({ url }) => url),
      ["/api/v1/live?states=*.cpu_percent,nas.load_1m"],
    );
  });

  it("fills the stores from the snapshot and keeps them current by the changes", async () => {
    const { live, entities, machines, clock, hub } = testDashboard();
    entities.watch(["nas.*"], () => {});
    live.start();
    await clock.advance(100);

    const states = statesOf(nas, sampleTime);
    const cpu = states.filter(({ key }) => key === "cpu_percent");
    hub.last.send("snapshot", { time, machines: [nas.machine], states }, "a-1");
    hub.last.send(
      "changes",
      {
        time,
        seen: { nas: "2025-01-01T12:00:30Z" },
        states: cpu.map((state) => ({ ...state, value: 77 })),
        states_removed: ["nas.load_1m"],
      },
      "a-2",
    );
    await settled();

    assert.deepEqual(
      [
        machines.get("nas")?.name,
        machines.lastSeen("nas"),
        entities.get("nas.cpu_percent")?.value,
        entities.get("nas.load_1m"),
      ],
      ["nas", sampleTime + 30_000, 77, undefined],
    );
  });

  it("follows the hub's clock", async () => {
    const { live, hubTime, clock, hub } = testDashboard();
    live.start();
    await clock.advance(100);

    hub.last.send("ping", { time: "2025-01-01T13:00:00Z" });
    await settled();
    await clock.advance(5000);

    assert.equal(new Date(hubTime.now()).toISOString(), "2025-01-01T13:00:05.000Z");
  });

  it("has history read again after a lost connection came back", async () => {
    const { live, clock, hub } = testDashboard();
    const gaps: number[] = [];
    live.gaps.subscribe((count) => gaps.push(count));
    live.start();
    await clock.advance(100);
    hub.last.send("ping", { time });
    await settled();

    hub.answer = "unreachable";
    hub.last.end();
    await clock.advance(3000);
    hub.answer = "stream";
    await clock.advance(30_000);
    hub.last.send("ping", { time });
    await settled();

    assert.deepEqual(gaps, [1]);
  });
});
