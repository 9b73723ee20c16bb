import type { Migration } from "../migrate.ts";
import { firstTables } from "./0001-first-tables.ts";
import { kernel } from "./0003-kernel.ts";

/** Every migration of the core, in order. */
export const migrations: readonly Migration[] = [firstTables, kernel];
