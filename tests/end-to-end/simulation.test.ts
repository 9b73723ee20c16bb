import { expect, it } from "vitest";
import { differenceOf } from "../simulation/report.ts";
import { scenarios } from "../simulation/scenarios/index.ts";
import { simulateDay } from "../simulation/simulated-day.ts";

it("brings exactly the alerts and messages that each fault of a fleet is to bring, and no others", async () => {
  const outcomes = await simulateDay({ machines: 40, hours: null, scenarios });
  const different = outcomes.map((outcome) => ({ name: outcome.name, ...differenceOf(outcome) }));

  expect(different).toEqual(outcomes.map(({ name }) => ({ name })));
});
