/** The groups that operations are shown in, in their order. A group that is not here comes from an integration. */
const descriptions: Readonly<Record<string, string>> = {
  Machines: "The servers and workstations that you manage.",
  Devices: "Everything that any source found, managed or not.",
  Entities: "Named values of devices: what they are now, and what they were.",
  Live: "Everything that changes, as it changes.",
  Services: "What can be called: by people, rules, scripts and integrations.",
  Events: "What happened lately.",
  Notifications: "What people were told, on which channels, and what became of it.",
  Problems: "What needs somebody to repair it.",
  Integrations: "The plugins that bring devices, entities and services.",
  Agents: "What the agents on the machines call.",
  Authentication: "Keys, sessions and login links.",
  Configuration: "What stands in config.yaml.",
  System: "The hub itself.",
};

/** The used groups with their descriptions. */
export function describeTags(
  used: ReadonlySet<string>,
): readonly { readonly name: string; readonly description: string }[] {
  const own = Object.keys(descriptions).filter((name) => used.has(name));
  const others = [...used].filter((name) => !(name in descriptions)).toSorted();
  return [...own, ...others].map((name) => ({ name, description: descriptions[name] ?? `What ${name} brings.` }));
}
