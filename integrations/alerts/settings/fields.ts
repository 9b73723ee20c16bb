import type { Configuration, Json, JsonObject, SettingChange } from "../../../core/sdk/index.ts";

/** A field as the API names it, nested ones with dots, and the setting of config.yaml that it shows. */
export interface SettingField {
  readonly field: string;
  readonly setting: string;
}

/** The fields as they hold now; `null` where nothing is set. */
export function readFields(fields: readonly SettingField[], configuration: Configuration): JsonObject {
  const result: Record<string, Json> = {};
  for (const { field, setting } of fields) {
    const [group, name] = field.split(".");
    const value = configuration.read(setting) ?? null;
    if (group === undefined) continue;
    if (name === undefined) result[group] = value;
    else result[group] = { ...(result[group] as JsonObject | undefined), [name]: value };
  }
  return result;
}

/** What a request, of which every field may be left out, makes different: the names of the fields, and the changes. */
export function changesOf(
  fields: readonly SettingField[],
  wanted: JsonObject,
  present: JsonObject,
): { readonly updated: readonly string[]; readonly changes: readonly SettingChange[] } {
  const different = fields.flatMap(({ field, setting }) => {
    const value = valueAt(wanted, field);
    return value === undefined || value === valueAt(present, field) ? [] : [{ field, change: { setting, value } }];
  });
  return { updated: different.map(({ field }) => field), changes: different.map(({ change }) => change) };
}

function valueAt(value: JsonObject, field: string): Json | undefined {
  const [group = "", name] = field.split(".");
  const found = value[group];
  return name === undefined ? found : (found as JsonObject | null | undefined)?.[name];
}
