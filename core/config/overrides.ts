import type { HubEnvironment, Variables } from "./environment.ts";
import type { Setting } from "./setting.ts";

/** A setting that a variable of the environment decides, whatever the file says. */
export interface Override {
  readonly path: readonly string[];
  readonly variable: string;
}

/** The settings of the hub's own that this environment decides. */
export function overridesOf({ listen }: Pick<HubEnvironment, "listen">): readonly Override[] {
  return listen ? [{ path: ["hub", "listen"], variable: "HOMELABCMD_LISTEN" }] : [];
}

/** An integration whose manifest names variables, each with the setting that it decides. */
interface Overridable {
  readonly domain: string;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** The settings of integrations that these variables decide; an empty one counts as unset. */
export function integrationOverrides(integrations: readonly Overridable[], variables: Variables): readonly Override[] {
  return integrations.flatMap(({ domain, environment = {} }) =>
    Object.entries(environment)
      .filter(([variable]) => variables[variable])
      .map(([variable, setting]) => ({ path: ["integrations", domain, ...setting.split(".")], variable })),
  );
}

/** The settings with a variable in the place of each override, as if the file said `${NAME}` there. */
export function withOverrides(root: Setting, overrides: readonly Override[], variables: Variables): Setting {
  return overrides.reduce((setting, { path, variable }) => {
    const origin = { kind: "variable", name: variable } as const;
    return put(setting, path, { value: variables[variable] ?? "", children: new Map(), origin });
  }, root);
}

/** A block that is turned off, or is no map, stays as it is. */
function put(setting: Setting, path: readonly string[], content: Omit<Setting, "key" | "at">): Setting {
  const { key, at, value, children, origin } = setting;
  const [name, ...below] = path;
  if (name === undefined) return { key, at, ...content };
  if (value !== null && (typeof value !== "object" || Array.isArray(value))) return setting;
  const empty: Setting = { key, at, value: null, children: new Map(), origin: { kind: "text" } };
  const child = put(children.get(name) ?? empty, below, content);
  return { key, at, origin, value: { ...value, [name]: child.value }, children: new Map(children).set(name, child) };
}
