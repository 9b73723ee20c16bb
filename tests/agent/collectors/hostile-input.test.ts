import fc from "fast-check";
import { describe, test } from "vitest";
import { parseContainers, parseContainerUsage } from "../../../agent/collectors/containers.ts";
import { parseCount } from "../../../agent/collectors/counts.ts";
import { busyPercent, parseCpuTimes } from "../../../agent/collectors/cpu.ts";
import { defaultInterface } from "../../../agent/collectors/default-route.ts";
import { parseDiskstats } from "../../../agent/collectors/disks.ts";
import {
  availableBytes,
  cacheBytes,
  parseMemoryInfo,
  parseReclaimableCache,
} from "../../../agent/collectors/memory.ts";
import { parseMounts, realMounts, unescapeOctal } from "../../../agent/collectors/mounts.ts";
import { parseIsUp, parseMac } from "../../../agent/collectors/network.ts";
import { parseOsRelease } from "../../../agent/collectors/os-release.ts";
import { parsePackageUpdates } from "../../../agent/collectors/packages.ts";
import {
  parseProcessStat,
  parseProcessStatus,
  parseProgramName,
  parseUserNames,
} from "../../../agent/collectors/process-stat.ts";
import { countCores, findValue } from "../../../agent/collectors/processor.ts";
import { parseMillidegrees } from "../../../agent/collectors/sensors.ts";
import { parseSmart } from "../../../agent/collectors/smart.ts";
import { parseBootTime, parseLoad, parseMachineId } from "../../../agent/collectors/system.ts";
import { parseThrottling } from "../../../agent/collectors/throttling.ts";
import { parseUnitNames, parseUnits } from "../../../agent/collectors/units.ts";

/** Text that looks like a file of /proc more often than random text does. */
const word = fc.oneof(
  fc.constantFrom(
    ..."cpu cpu0 btime MemTotal: MemFree: MemAvailable: Cached: Shmem: kB size c_min nan -1 - / 00000000 \\040 \\777".split(
      " ",
    ),
  ),
  fc.constantFrom("18446744073709551616", "1e309", "9".repeat(400), "0x1f", "NAME=", "processor :", "ext4", "179:2"),
  fc.integer().map(String),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const line = fc.array(word, { maxLength: 14 }).map((words) => words.join(" "));
const procText = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

describe("What a host says, whatever it is", () => {
  test("never makes a number that is not finite or negative", () => {
    fc.assert(
      fc.property(procText, procText, (text, later) => {
        const times = [parseCpuTimes(text).get("cpu"), parseCpuTimes(later).get("cpu")] as const;
        const info = parseMemoryInfo(text);
        const numbers = [
          parseCount(text),
          ...(times[0] ?? []),
          times[0] && times[1] && busyPercent(times[0], times[1]),
          ...info.values(),
          availableBytes(info),
          parseReclaimableCache(text),
          countCores(text),
          parseBootTime(text),
          ...(parseLoad(text) ?? []),
          cacheBytes(info),
          ...[...parseDiskstats(text).values()].flatMap((counters) => Object.values(counters)),
          ...Object.values(parseProcessStat(text) ?? {}).filter((value) => typeof value === "number"),
          Math.abs(parseMillidegrees(text) ?? 0),
        ];
        return numbers.every((number) => number == null || (Number.isFinite(number) && number >= 0));
      }),
    );
  });

  test("never makes a parser of text throw", () => {
    fc.assert(
      fc.property(procText, (text) => {
        realMounts(parseMounts(text));
        unescapeOctal(text);
        defaultInterface(text, text);
        parseOsRelease(text);
        findValue(text, ["model name"]);
        parseMac(text);
        parseIsUp(text, text);
        parseMachineId(text);
        parsePackageUpdates(text);
        parseProcessStatus(text);
        parseProgramName(text);
        parseUnitNames(text);
        parseUserNames(text);
        parseThrottling(text);
        parseSmart(text);
      }),
    );
  });

  test("never makes a reader of JSON throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parseSmart(JSON.stringify({ smartctl: { exit_status: 0 }, ata_smart_attributes: value, rotation_rate: value }));
        parseSmart(JSON.stringify(value));
        parseContainers([value, { Id: "1", Names: value, Status: value }]);
        parseContainerUsage({ cpu_stats: value, memory_stats: value });
      }),
    );
  });

  test("makes an answer of systemd about other units than were asked for the only thing that is refused", () => {
    fc.assert(
      fc.property(procText, (text) => {
        const blocks = text.trim() === "" ? 0 : text.trim().split(/\n\s*\n/).length;
        const names = Array.from({ length: blocks }, (_, index) => `unit-${index}`);
        return parseUnits(text, names).length === blocks;
      }),
    );
  });

  test("keeps the load within 0 and 100 percent, however the counters jump", () => {
    const times = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(times, times, (previous, current) => {
        const percent = busyPercent(previous, current);
        return percent === null || (percent >= 0 && percent <= 100);
      }),
    );
  });
});
