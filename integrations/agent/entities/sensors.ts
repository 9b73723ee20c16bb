import type { HeartbeatSensor } from "../../../agent/protocol.ts";
import type { Reading } from "../reading.ts";
import { instanced } from "./instanced.ts";
import type { EntityPart } from "./part.ts";

/** The sensor of one core. A processor has dozens of them, and one for all, which is what is worth a history. */
const ofOneCore = /^Core \d+$/;

const isOfOneCore = ({ label }: HeartbeatSensor) => ofOneCore.test(label);

function hottest({ heartbeat: { sensors } }: Reading): HeartbeatSensor | undefined {
  return sensors?.reduce<HeartbeatSensor | undefined>(
    (before, one) =>
      one.celsius == null || (before?.celsius ?? Number.NEGATIVE_INFINITY) >= one.celsius ? before : one,
    undefined,
  );
}

function sensorsThat(isWanted: (sensor: HeartbeatSensor) => boolean) {
  return {
    instances: ({ heartbeat }: Reading) => heartbeat.sensors?.filter(isWanted),
    instance: ({ chip, label }: HeartbeatSensor) => `${chip} ${label}`,
    attributes: ({ chip, label }: HeartbeatSensor) => ({ chip, label }),
  };
}

const celsius = { unit: "°C", value: (sensor: HeartbeatSensor) => sensor.celsius ?? null };

/** Temperatures. */
export const sensors: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.sensors != null,
  table: [
    {
      key: "temperature_hottest_celsius",
      name: "Hottest",
      unit: "°C",
      record: "samples",
      value: (reading) => hottest(reading)?.celsius ?? null,
      attributes: (reading) => ({ chip: hottest(reading)?.chip ?? null, label: hottest(reading)?.label ?? null }),
    },
    ...instanced(
      sensorsThat((sensor) => !isOfOneCore(sensor)),
      [{ key: "sensor_celsius", name: "Temperature", record: "samples", ...celsius }],
    ),
    ...instanced(sensorsThat(isOfOneCore), [{ key: "sensor_core_celsius", name: "Core", ...celsius }]),
  ],
};
