import { PlatformError } from "../errors.ts";
import type { UndoStack } from "../lifecycle/undo-stack.ts";
import type { Mqtt as IntegrationMqtt, Manifest } from "../sdk/index.ts";
import type { Mqtt } from "../transport/mqtt/mqtt.ts";
import { coversFilter } from "../transport/mqtt/topics.ts";

/** The way of one integration to MQTT: to the topics that its manifest permits. */
export function permittedMqtt(mqtt: Mqtt, { domain, permissions = [] }: Manifest, undos: UndoStack): IntegrationMqtt {
  const check = (filter: string) => {
    if (permitsFilter(permissions, mqtt.prefix, filter)) return;
    throw new PlatformError("FORBIDDEN", `${domain} needs the permission "mqtt:${filter}" in its manifest.yaml`);
  };
  return {
    prefix: mqtt.prefix,
    isOn: mqtt.isOn,
    subscribe: (filter, handler) => {
      check(filter);
      return undos.add(mqtt.subscribe(filter, handler));
    },
    publish: async (topic, payload, options) => {
      check(topic);
      await mqtt.publish(topic, payload, options);
    },
  };
}

/** Whether permissions such as `mqtt:zigbee2mqtt/#` and `mqtt:{prefix}/agents/#` cover a topic or a filter. */
export function permitsFilter(permissions: readonly string[], prefix: string, filter: string): boolean {
  return permissions.some((permission) => {
    return permission.startsWith("mqtt:") && coversFilter(permission.slice(5).replace("{prefix}", prefix), filter);
  });
}
