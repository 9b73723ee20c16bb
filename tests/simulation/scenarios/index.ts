import type { Scenario } from "../scenario.ts";
import { acknowledgedWorsens } from "./acknowledged-worsens.ts";
import { clockWrong } from "./clock-wrong.ts";
import { cpuHigh } from "./cpu-high.ts";
import { cpuSpike } from "./cpu-spike.ts";
import { diskJump } from "./disk-jump.ts";
import { diskRampForecast } from "./disk-ramp.ts";
import { hostDies } from "./host-dies.ts";
import { hostReboots } from "./host-reboots.ts";
import { hovering } from "./hovering.ts";
import { hubClockIsSet } from "./hub-clock-steps.ts";
import { hubDown } from "./hub-down.ts";
import { hubDownWhileHostDies } from "./hub-down-while-host-dies.ts";
import { lateReplay } from "./late-replay.ts";
import { lateReplayWhileBad } from "./late-replay-while-bad.ts";
import { machineRemoved } from "./machine-removed.ts";
import { memoryRamp } from "./memory-ramp.ts";
import { networkGone } from "./network-gone.ts";
import { silenceEnds } from "./silence-ends.ts";
import { switchDies } from "./switch-dies.ts";
import { flappingUnit, namesakeUnit, unitDownOnDeadHost, unitDownWhilePaused } from "./units.ts";
import { workstationSleeps } from "./workstation-sleeps.ts";

/** Every fault, in the order of the day. Those of the whole fleet come while every machine is still expected. */
export const scenarios: readonly Scenario[] = [
  hostDies,
  hostReboots,
  switchDies,
  hubDown,
  hubDownWhileHostDies,
  networkGone,
  cpuSpike,
  cpuHigh,
  memoryRamp,
  hovering,
  diskJump,
  diskRampForecast,
  flappingUnit,
  unitDownWhilePaused,
  unitDownOnDeadHost,
  namesakeUnit,
  lateReplay,
  lateReplayWhileBad,
  clockWrong,
  acknowledgedWorsens,
  silenceEnds,
  workstationSleeps,
  machineRemoved,
  // After this one the hub's clock is wrong for the rest of the day.
  hubClockIsSet,
];
