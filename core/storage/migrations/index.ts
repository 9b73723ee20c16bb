import type { Migration } from "../migrate.ts";
import { firstTables } from "./0001-first-tables.ts";
import { identity } from "./0002-identity.ts";
import { kernel } from "./0003-kernel.ts";
import { auth } from "./0004-auth.ts";
import { machines } from "./0005-machines.ts";
import { recorder } from "./0006-recorder.ts";
import { enrolment } from "./0007-enrolment.ts";
import { notifications } from "./0011-notifications.ts";
import { registeredServices } from "./0012-registered-services.ts";

/** Every migration of the core, in order. */
export const migrations: readonly Migration[] = [
  firstTables,
  identity,
  kernel,
  auth,
  machines,
  recorder,
  enrolment,
  notifications,
  registeredServices,
];
