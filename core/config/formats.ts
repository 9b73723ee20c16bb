import { BlockList, isIP } from "node:net";
import { isCronExpression } from "../clock/cron-expression.ts";
import { listenAddressForm, parseListenAddress } from "./listen-address.ts";

/** A text format that schemas may name, with the words that an error says it in. */
export interface TextFormat {
  readonly allowed: string;
  readonly isValid: (text: string) => boolean;
}

/** The formats of configuration values, by the name that a schema uses: `{ type: "string", format: "time-zone" }`. */
export const textFormats: Readonly<Record<string, TextFormat>> = {
  "listen-address": {
    allowed: listenAddressForm,
    isValid: (text) => parseListenAddress(text) !== undefined,
  },
  "time-zone": { allowed: 'a time zone by its IANA name, such as "Europe/London"', isValid: isTimeZone },
  "http-url": { allowed: 'an http or https address, such as "https://hub.example.net"', isValid: isHttpUrl },
  "ip-or-network": {
    allowed: 'an IP address or a network, such as "10.0.0.2" or "10.0.0.0/8"',
    isValid: isAddressOrNetwork,
  },
  "base-path": {
    allowed: 'a path such as "/homelab", without a slash at its end',
    isValid: (text) => /^(\/[\w.~-]+)*$/.test(text),
  },
  "machine-id": {
    allowed: "1 to 100 lower-case letters, digits and hyphens",
    isValid: (text) => /^[a-z0-9-]{1,100}$/.test(text),
  },
  "host-name": {
    allowed: "a host name, such as nas or nas.example.net",
    isValid: (text) => text.length <= 253 && /^[A-Za-z0-9_]([\w-]{0,62})(\.[A-Za-z0-9_][\w-]{0,62})*$/.test(text),
  },
  "entity-pattern": {
    allowed: 'an entity id, "<device>.*" or "*.<key>"',
    isValid: (text) => /^([\w-]+(\.[\w-]+)+|[\w-]+\.\*|\*\.[\w-]+)$/.test(text),
  },
  topic: {
    allowed: "MQTT topic levels without wildcards, such as homelab or home/lab",
    isValid: (text) => text.length <= 100 && /^[\w-]+(\/[\w-]+)*$/.test(text),
  },
  "mqtt-url": { allowed: 'an mqtt or mqtts address, such as "mqtt://broker.lan:1883"', isValid: isMqttUrl },
  "time-of-day": {
    allowed: 'a time of day, such as "22:00"',
    isValid: (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
  },
  cron: { allowed: 'a cron expression, such as "30 3 * * *" for half past three', isValid: isCronExpression },
  "ip-address": { allowed: 'an IP address, such as "10.0.0.2"', isValid: (text) => isIP(text) !== 0 },
  "mac-address": {
    allowed: 'a hardware address, such as "00:11:32:aa:bb:cc"',
    isValid: (text) => /^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$/.test(text),
  },
};

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isMqttUrl(text: string): boolean {
  return URL.canParse(text) && /^mqtts?:$/.test(new URL(text).protocol) && new URL(text).hostname !== "";
}

function isAddressOrNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? "ipv4" : "ipv6");
    return true;
  } catch {
    return false;
  }
}
