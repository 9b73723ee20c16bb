import { assert } from "chai";
import { signalOf } from "../../../frontend/components/signal.ts";
import { thresholds, toneOf } from "../../../frontend/components/tone.ts";
import { sampleMachine } from "../support/samples.ts";

describe("the signal of a machine", () => {
  it("tells a server that is off from a workstation that is away", () => {
    const signals = [
      signalOf(sampleMachine()),
      signalOf(sampleMachine(), "warn"),
      signalOf(sampleMachine({ status: "offline" }), "crit"),
      signalOf(sampleMachine({ status: "offline", expectedOnline: false })),
      signalOf(sampleMachine({ status: "unknown" })),
    ];

    assert.deepEqual(signals, ["ok", "warn", "crit", "away", "unknown"]);
  });

  it("finds a reading serious from its threshold on, and an unknown one never", () => {
    const tones = [79.9, 80, 89.9, 90, null].map((percent) => toneOf(percent, thresholds.disk));

    assert.deepEqual(tones, ["normal", "warn", "warn", "crit", "normal"]);
  });
});
