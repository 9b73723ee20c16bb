import type { Host } from "../runtime/host.ts";

/** Why a Raspberry Pi runs slower than it could: now, and at some moment since it booted. */
export interface ThrottlingReading {
  readonly underVoltage: boolean;
  readonly frequencyCapped: boolean;
  readonly throttled: boolean;
  readonly softTemperatureLimit: boolean;
  readonly hasBeenUnderVoltage: boolean;
  readonly hasBeenFrequencyCapped: boolean;
  readonly hasBeenThrottled: boolean;
  readonly hasReachedSoftTemperatureLimit: boolean;
}

/** The firmware driver of the Raspberry Pi's kernel. */
const firmwareFile = "/sys/devices/platform/soc/soc:firmware/get_throttled";
const deadlineMilliseconds = 2_000;

/** `null` on other machines, and where neither the kernel nor `vcgencmd` may tell. */
export async function readThrottling(host: Host, signal: AbortSignal): Promise<ThrottlingReading | null> {
  const model = (await host.readText("/proc/device-tree/model")) ?? "";
  if (!model.startsWith("Raspberry Pi")) return null;
  const bits = await host.readText(firmwareFile);
  if (bits !== null) return parseThrottling(bits);
  const result = await host.run("vcgencmd", ["get_throttled"], { deadlineMilliseconds, signal });
  return result?.exitCode === 0 ? parseThrottling(result.output) : null;
}

/** `throttled=0x50005` of vcgencmd or `50005` of the kernel; the bits are those of the Raspberry Pi documentation, vcgencmd. */
export function parseThrottling(text: string): ThrottlingReading | null {
  const [, digits] = /^(?:throttled=)?(?:0x)?([0-9a-fA-F]{1,8})$/.exec(text.trim()) ?? [];
  if (!digits) return null;
  const bits = Number.parseInt(digits, 16);
  const isSet = (bit: number) => (bits & (1 << bit)) !== 0;
  return {
    underVoltage: isSet(0),
    frequencyCapped: isSet(1),
    throttled: isSet(2),
    softTemperatureLimit: isSet(3),
    hasBeenUnderVoltage: isSet(16),
    hasBeenFrequencyCapped: isSet(17),
    hasBeenThrottled: isSet(18),
    hasReachedSoftTemperatureLimit: isSet(19),
  };
}
