import { Authenticator } from "../auth/authenticator.ts";
import { Keys } from "../auth/keys.ts";
import { IntegrationStorage } from "../integrations/storage.ts";
import { Problems } from "../problems/problems.ts";
import type { Problem } from "../sdk/index.ts";
import { Mqtt } from "../transport/mqtt/mqtt.ts";
import { brokerOpener } from "../transport/mqtt/open-broker.ts";
import type { Ground, Resolve } from "./ground.ts";

/** The broker that messages go through, in the hub or the user's. */
export function createMqtt({ settings, clock, log: hubLog, database }: Ground, get: Resolve): Mqtt {
  const own = { settings: settings.config.mqtt, log: hubLog.child("mqtt") };
  const auth = { authenticator: get(Authenticator), keys: get(Keys) };
  const storage = new IntegrationStorage(database, "core");
  const report = (problem: Problem) => get(Problems).report("mqtt", "broker", problem);
  return new Mqtt({ settings: own.settings, openBroker: brokerOpener({ ...own, ...auth, storage, clock, report }) });
}
