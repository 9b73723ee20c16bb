import { addAuthRoutes } from "./routes/auth.ts";
import { addBackupRoutes } from "./routes/backups.ts";
import { addDeviceRoutes } from "./routes/devices.ts";
import { addEntityRoutes } from "./routes/entities.ts";
import { addEventRoutes } from "./routes/events.ts";
import { addExportRoutes } from "./routes/export.ts";
import { addHistoryRoutes } from "./routes/history.ts";
import { addIdentityRoutes } from "./routes/identity.ts";
import { addIntegrationRoutes } from "./routes/integrations.ts";
import { addKeyRoutes } from "./routes/keys.ts";
import { describeLiveRoute } from "./routes/live.ts";
import { addMachineChangeRoutes } from "./routes/machine-changes.ts";
import { addMachineRoutes } from "./routes/machines.ts";
import { addMetricsRoutes } from "./routes/metrics.ts";
import { addMqttRoutes } from "./routes/mqtt.ts";
import { addNotificationRoutes } from "./routes/notifications.ts";
import { addPinRoutes } from "./routes/pins.ts";
import { addServiceRoutes } from "./routes/services.ts";
import { addSessionRoutes } from "./routes/sessions.ts";
import { addStateRoutes } from "./routes/states.ts";
import { addSuccessionRoute } from "./routes/succession.ts";
import { addSystemRoutes } from "./routes/system.ts";

/** What adds the routes of the core's rooms, in the order in which the documentation shows them. */
export const coreRoutes = [
  addAuthRoutes,
  addKeyRoutes,
  addSessionRoutes,
  addMachineRoutes,
  addMachineChangeRoutes,
  addIdentityRoutes,
  addPinRoutes,
  addSuccessionRoute,
  addDeviceRoutes,
  addStateRoutes,
  addHistoryRoutes,
  addMetricsRoutes,
  addExportRoutes,
  addEntityRoutes,
  addServiceRoutes,
  addEventRoutes,
  addNotificationRoutes,
  addIntegrationRoutes,
  addSystemRoutes,
  addMqttRoutes,
  addBackupRoutes,
  describeLiveRoute,
] as const;
