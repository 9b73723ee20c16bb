import { all, dead, during, from, only, unit, unitComingAndGoing } from "../behaviours.ts";
import { expectsUnit, pauses, unpauses } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** A unit that comes and goes is one alert, marked as such, until it has been steady for a while. */
export const flappingUnit: Scenario = {
  name: "flapping unit",
  machines: ["flappy"],
  lasts: 50,
  people: [{ at: 0, does: expectsUnit("flappy", "nginx", "critical") }],
  behaviour: all(from(0, unit("nginx", "running")), during(4, 32, unitComingAndGoing("nginx", 2))),
  alerts: ["service_down flappy nginx high resolved flapping"],
  messages: [
    "opened service_down flappy nginx",
    "resolved service_down flappy nginx",
    "opened service_down flappy nginx",
    "resolved service_down flappy nginx",
    "opened service_down flappy nginx",
    "resolved service_down flappy nginx",
  ],
};

/** In maintenance a unit may be stopped; what does not run at its end opens then. */
export const unitDownWhilePaused: Scenario = {
  name: "unit down on a paused host",
  machines: ["in-maintenance", "left-broken"],
  lasts: 30,
  people: [
    { at: 0, does: expectsUnit("in-maintenance", "plex", "critical") },
    { at: 0, does: expectsUnit("left-broken", "plex", "critical") },
    { at: 2, does: pauses("in-maintenance") },
    { at: 2, does: pauses("left-broken") },
    { at: 18, does: unpauses("in-maintenance") },
    { at: 18, does: unpauses("left-broken") },
  ],
  behaviour: all(
    from(0, unit("plex", "running")),
    only("in-maintenance", during(4, 14, unit("plex", "stopped"))),
    only("left-broken", during(4, 24, unit("plex", "stopped"))),
  ),
  alerts: ["service_down left-broken plex high resolved"],
  messages: ["opened service_down left-broken plex", "resolved service_down left-broken plex"],
};

/** When its host is gone too, that speaks for the unit; and it runs again when the host is back. */
export const unitDownOnDeadHost: Scenario = {
  name: "unit down on a host that dies",
  machines: ["doomed"],
  lasts: 80,
  people: [{ at: 0, does: expectsUnit("doomed", "postgresql", "critical") }],
  behaviour: all(
    from(0, unit("postgresql", "running")),
    during(3, 60, unit("postgresql", "failed")),
    during(12, 30, dead),
  ),
  alerts: ["service_down doomed postgresql high resolved", "offline doomed critical resolved"],
  messages: [
    "opened service_down doomed postgresql",
    "opened offline doomed",
    "resolved offline doomed",
    "resolved service_down doomed postgresql",
  ],
};

/** A unit is known by its whole name. */
export const namesakeUnit: Scenario = {
  name: "nginx down beside nginx-exporter up",
  machines: ["web"],
  lasts: 18,
  people: [
    { at: 0, does: expectsUnit("web", "nginx", "critical") },
    { at: 0, does: expectsUnit("web", "nginx-exporter", "critical") },
  ],
  behaviour: all(
    from(0, unit("nginx", "running")),
    from(0, unit("nginx-exporter", "running")),
    during(4, 12, unit("nginx", "failed")),
  ),
  alerts: ["service_down web nginx high resolved"],
  messages: ["opened service_down web nginx", "resolved service_down web nginx"],
};
