import type { Integration } from "../../core/sdk/index.ts";
import { type AlertsConfig, alertsConfig } from "./config.ts";
import { AlertEngine } from "./engine/engine.ts";
import { warnOfIdleRules } from "./engine/idle-rules.ts";
import { addDeadMansSwitch } from "./health/dead-mans-switch.ts";
import { addSelfCheck } from "./health/self-check.ts";
import { machineFields } from "./machine-fields.ts";
import { alertMigrations } from "./migrations.ts";
import { addAlertRoutes } from "./routes/alert-routes.ts";
import { addConfigRoutes } from "./routes/config-routes.ts";
import { addPendingRoute } from "./routes/pending-route.ts";
import { addPreviewRoute } from "./routes/preview-route.ts";
import { addRuleEditRoutes } from "./routes/rule-edit-routes.ts";
import { addRuleRoute } from "./routes/rule-routes.ts";
import { addSilenceRoutes } from "./routes/silence-routes.ts";
import { allRules, configFindings } from "./rules/all-rules.ts";
import { ExpectedUnits } from "./units/expected-units.ts";
import { followUnits } from "./units/follow-units.ts";
import { addUnitRoutes } from "./units/unit-routes.ts";

/** Watches what machines report, opens alerts when something is wrong, and tells people. */
export default {
  config: alertsConfig,
  migrations: alertMigrations,
  check: configFindings,

  async setup(context) {
    const units = new ExpectedUnits(context.database);
    await units.load();
    const findUnit = (machineId: string, name: string) => units.find(machineId, name);
    const rules = allRules(context.config, findUnit);
    const engine = new AlertEngine(context, rules);
    await engine.start();
    context.contributeMachineFields(machineFields(engine.book));
    addPendingRoute(context, engine);
    addAlertRoutes(context, engine);
    addSilenceRoutes(context, engine.silences);
    addRuleRoute(context, engine, rules);
    addRuleEditRoutes(context);
    addPreviewRoute(context, findUnit);
    addConfigRoutes(context);
    addSelfCheck(context, engine.pulse);
    addDeadMansSwitch(context, engine);
    warnOfIdleRules(context, () => engine.subjectCounts());
    const tellAgents = followUnits(context, units, (machineId) => engine.judgeAgain(machineId));
    addUnitRoutes(context, units, (machineId) => {
      engine.judgeAgain(machineId);
      tellAgents();
    });
  },
} satisfies Integration<AlertsConfig>;
