import type { Welcome } from "./platform.ts";

/** Most addresses of other networks that are shown: a container host has dozens. */
const mostAddresses = 3;

/** What a person at the terminal reads when the hub has started. */
export function formatWelcome({ url, otherUrls, loginPath, adminKey, version }: Welcome): string {
  const others = otherUrls.slice(0, mostAddresses);
  const lines = [
    "",
    `  HomelabCmd ${version} is running at ${[url, ...others].join(" and ")}`,
    "",
    "  Open this link to log in. It works once, for 15 minutes:",
    `  ${url}${loginPath}`,
    ...others.map((other) => `  ${other}${loginPath}  (from another machine)`),
    ...(adminKey === undefined
      ? []
      : ["", "  Your admin key, shown only this once. Keep it in your password manager:", `  ${adminKey}`]),
    "",
    "",
  ];
  return lines.join("\n");
}
