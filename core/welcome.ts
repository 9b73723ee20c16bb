import type { Welcome } from "./platform.ts";

/** What a person at the terminal reads when the hub has started. */
export function formatWelcome({ url, listensEverywhere, loginLink, adminKey, version }: Welcome): string {
  const lines = [
    "",
    `  HomelabCmd ${version} is running at ${url}`,
    ...(listensEverywhere
      ? ["  (and at every other address of this machine; hub.listen in config.yaml changes that)"]
      : []),
    "",
    "  Open this link to log in. It works once, for 15 minutes:",
    `  ${loginLink}`,
    ...(adminKey === undefined
      ? []
      : ["", "  Your admin key, shown only this once. Keep it in your password manager:", `  ${adminKey}`]),
    "",
    "",
  ];
  return lines.join("\n");
}
