import { describe, expect, it } from "vitest";
import { permitsFilter } from "../../../core/integrations/mqtt.ts";

describe("the permission for MQTT", () => {
  it.each([
    [["mqtt:zigbee2mqtt/#"], "zigbee2mqtt/lamp/set", true],
    [["mqtt:zigbee2mqtt/#"], "zigbee2mqtt/+", true],
    [["mqtt:zigbee2mqtt/+"], "zigbee2mqtt/#", false],
    [["mqtt:a", "mqtt:b/#"], "b", true],
    [["mqtt:{prefix}/agents/#"], "house/lab/agents/+/heartbeat", true],
    [["mqtt:{prefix}/agents/#"], "homelab/agents/+/heartbeat", false],
    [["net:zigbee2mqtt/#"], "zigbee2mqtt/lamp", false],
    [[], "a", false],
  ])("%j covers %s: %s", (permissions, filter, isPermitted) => {
    expect(permitsFilter(permissions, "house/lab", filter)).toBe(isPermitted);
  });
});
