import type { Integration } from "../../core/sdk/index.ts";
import { type AlertsConfig, alertsConfig } from "./config.ts";
import { AlertEngine } from "./engine/engine.ts";
import { machineFields } from "./machine-fields.ts";
import { alertMigrations } from "./migrations.ts";
import { addAlertRoutes } from "./routes/alert-routes.ts";
import { addConfigRoutes } from "./routes/config-routes.ts";
import { addPendingRoute } from "./routes/pending-route.ts";
import { addSilenceRoutes } from "./routes/silence-routes.ts";
import { figureRules } from "./rules/figures.ts";
import { simpleRules } from "./rules/simple.ts";

/** Watches what machines report, opens alerts when something is wrong, and tells people. */
export default {
  config: alertsConfig,
  migrations: alertMigrations,

  async setup(context) {
    const engine = new AlertEngine(context, [...figureRules(context.config), ...simpleRules]);
    await engine.start();
    context.contributeMachineFields(machineFields(engine.book));
    addPendingRoute(context, engine);
    addAlertRoutes(context, engine);
    addSilenceRoutes(context, engine.silences);
    addConfigRoutes(context);
  },
} satisfies Integration<AlertsConfig>;
