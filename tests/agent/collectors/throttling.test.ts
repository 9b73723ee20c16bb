import { describe, expect, test } from "vitest";
import { parseThrottling, readThrottling } from "../../../agent/collectors/throttling.ts";
import type { ProgramResult } from "../../../agent/runtime/programs.ts";
import { FixtureHost, readFixture } from "../fixture-host.ts";

const { signal } = new AbortController();

/** A Raspberry Pi whose kernel does not tell, so that vcgencmd has to. */
class OldPi extends FixtureHost {
  readonly #exitCode: number;

  constructor(exitCode: number) {
    super("raspberry-pi");
    this.#exitCode = exitCode;
  }

  override async readText(path: string): Promise<string | null> {
    return path.endsWith("/get_throttled") ? null : super.readText(path);
  }

  override async run(): Promise<ProgramResult> {
    return { exitCode: this.#exitCode, output: readFixture("programs/vcgencmd-throttled.txt"), errors: "" };
  }
}

const none = {
  underVoltage: false,
  frequencyCapped: false,
  throttled: false,
  softTemperatureLimit: false,
  hasBeenUnderVoltage: false,
  hasBeenFrequencyCapped: false,
  hasBeenThrottled: false,
  hasReachedSoftTemperatureLimit: false,
};
const weakSupply = { ...none, underVoltage: true, throttled: true, hasBeenUnderVoltage: true, hasBeenThrottled: true };

describe("parseThrottling", () => {
  test.each([
    ["throttled=0x50005\n", weakSupply],
    ["50005\n", weakSupply],
    ["0", none],
    [
      "a000a",
      {
        ...none,
        frequencyCapped: true,
        softTemperatureLimit: true,
        hasBeenFrequencyCapped: true,
        hasReachedSoftTemperatureLimit: true,
      },
    ],
    ['error=1 error_msg="Command not registered"', null],
    ["", null],
  ])("reads %j", (text, reading) => {
    expect(parseThrottling(text)).toEqual(reading);
  });
});

describe("readThrottling", () => {
  test("asks vcgencmd where the kernel does not tell", async () => {
    expect(await readThrottling(new OldPi(0), signal)).toEqual(weakSupply);
  });

  test("knows nothing when vcgencmd may not be asked, or on another machine", async () => {
    const answers = [
      await readThrottling(new OldPi(255), signal),
      await readThrottling(new FixtureHost("zfs-box"), signal),
    ];

    expect(answers).toEqual([null, null]);
  });
});
