/** Where a broker is. */
export interface MqttEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** What `GET /system/mqtt` answers. Times are ISO 8601. */
export interface MqttStatus {
  readonly broker: "off" | "embedded" | "external";
  readonly prefix: string;
  readonly endpoints: readonly MqttEndpoint[];
  readonly connected: boolean;
  readonly since: string | null;
  /** `null`: an external broker does not tell. */
  readonly clients: number | null;
}

/** Addresses that mean every address of the hub's. */
const everyAddress = ["0.0.0.0", "::"];
const usualPort = 1883;
const usualPrefix = "homelab";

/** What to put into config.yaml so that the hub is the broker. */
export const brokerLines = "mqtt:\n  broker: embedded";

/** What to put into an agent's configuration. `hub` is the host by which this page reached the hub. */
export function agentLines(status: MqttStatus, hub: string): string {
  const { host, port, tls } = reachable(status, hub);
  const prefix = status.prefix === usualPrefix ? [] : [`prefix: ${status.prefix}`];
  const login = status.broker === "external" ? ["username: …", "password: …"] : [];
  const settings = [`url: "${tls ? "mqtts" : "mqtt"}://${host}:${port}"`, ...prefix, ...login];
  return `transport: mqtt\nmqtt:\n${settings.map((line) => `  ${line}`).join("\n")}`;
}

/** A command that shows every message. */
export function watchLine(status: MqttStatus, hub: string): string {
  const { host, port, tls } = reachable(status, hub);
  const encryption = tls ? " --tls-use-os-certs" : "";
  return `mosquitto_sub -V mqttv311 -h ${host} -p ${port}${encryption} -u me -P "$KEY" -t '${status.prefix}/#' -v`;
}

/** The endpoint to use, the encrypted one first; for one on every address, the host by which the hub is known here. */
function reachable({ endpoints, broker }: MqttStatus, hub: string): MqttEndpoint {
  const [endpoint = { host: hub, port: usualPort, tls: false }] = endpoints.toSorted(
    (one, other) => Number(other.tls) - Number(one.tls),
  );
  const isEverywhere = broker === "embedded" && everyAddress.includes(endpoint.host);
  const host = isEverywhere ? hub : endpoint.host;
  return { ...endpoint, host: host.includes(":") && !host.startsWith("[") ? `[${host}]` : host };
}
