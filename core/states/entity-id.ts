/**
 * The id of an entity: `<device>.<key>` or `<device>.<key>.<instance>`. In the instance every byte outside [A-Za-z0-9-] is
 * written as `_` and two hexadecimal digits, so two instances never share an id (`/mnt/a-b` and `/mnt/a_b`).
 */
export function entityId(device: string, key: string, instance?: string): string {
  return instance === undefined ? `${device}.${key}` : `${device}.${key}.${escapeInstance(instance)}`;
}

const plain = /^[A-Za-z0-9-]+$/;

function escapeInstance(instance: string): string {
  if (plain.test(instance)) return instance;
  let escaped = "";
  for (const byte of Buffer.from(instance, "utf8")) {
    const character = String.fromCharCode(byte);
    escaped += plain.test(character) ? character : `_${byte.toString(16).padStart(2, "0")}`;
  }
  return escaped;
}
