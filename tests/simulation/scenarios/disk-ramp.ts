import { diskRamp } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** A disk fills up by a point an hour: before it is full, two forecasts in a row say when it will be. That is for the dashboard alone. */
export const diskRampForecast: Scenario = {
  name: "disk ramp with a forecast",
  machines: ["filling-up"],
  lasts: 140,
  pastHours: 30,
  behaviour: diskRamp("/srv/media", [-1800, 40], [140, 73]),
  alerts: ["disk_forecast filling-up /srv/media medium open"],
  messages: [],
};
