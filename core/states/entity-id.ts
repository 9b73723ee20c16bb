/**
 * The id of an entity: `<device>.<key>` or `<device>.<key>.<instance>`. In the instance every byte outside [A-Za-z0-9-] is
 * written as `_` and two hexadecimal digits, so two instances never share an id (`/mnt/a-b` and `/mnt/a_b`). Half a surrogate
 * pair, which has no bytes in UTF-8, is written as `_u` and its four digits.
 */
export function entityId(device: string, key: string, instance?: string): string {
  return instance === undefined ? `${device}.${key}` : `${device}.${key}.${escapeInstance(instance)}`;
}

const plain = /^[A-Za-z0-9-]+$/;

function escapeInstance(instance: string): string {
  if (plain.test(instance)) return instance;
  return Array.from(instance, escapeCharacter).join("");
}

function escapeCharacter(character: string): string {
  if (plain.test(character)) return character;
  if (!character.isWellFormed()) return `_u${character.charCodeAt(0).toString(16)}`;
  return Array.from(Buffer.from(character, "utf8"), (byte) => `_${byte.toString(16).padStart(2, "0")}`).join("");
}
