import type { Notifications } from "../notifications/notifications.ts";
import type { IntegrationDatabase } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** The hub's database as an integration of the house has it: with messages in the same transaction. */
export function integrationDatabase(database: Database, notifications: Notifications): IntegrationDatabase {
  return {
    select: (sql, values = {}) => database.select(sql, values),
    async write(statements, messages = []) {
      const own = statements.map(({ sql, values = {} }) => ({ sql, binding: values }));
      await database.runAll([...own, ...messages.flatMap((message) => notifications.statements(message))]);
      if (messages.length > 0) notifications.wake();
    },
  };
}
