/** How a machine reaches the hub for the first time. */
export interface InstallSource {
  /** Where the admin's browser reaches the hub, or what is configured. */
  readonly hubUrl: string;
  /** The hub's addresses in the network, for an admin who sits at the hub itself. */
  readonly networkUrls: readonly string[];
  /** For a certificate that no machine knows: the hash of its key, as curl and wget take it. */
  readonly pin: string | null;
  readonly token: string;
  /** The agent is to take updates of itself from the hub. */
  readonly takesUpdates?: boolean;
}

/** The one line that installs an agent: for machines with curl, and for those with wget alone. */
export interface InstallCommands {
  readonly curl: string;
  readonly wget: string;
}

/** What an address is made of. Anything else in it would be a shell's business. */
const plainUrl = /^https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?$/;
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Writes the line. An unknown certificate is not simply believed: `-k` stands beside the hash of the key that the answer must be
 * signed with, so that nobody in between can answer.
 */
export function installCommands({
  hubUrl,
  networkUrls,
  pin,
  token,
  takesUpdates = false,
}: InstallSource): InstallCommands {
  const hub = reachableUrl(hubUrl, networkUrls);
  const { curl, wget, pinOption } = fetchers(hub, pin);
  const updates = takesUpdates ? " --updates" : "";
  const run = `| sh -s -- --hub ${bracketed(hub)} --token ${token}${pinOption}${updates}`;
  return { curl: `${curl} ${run}`, wget: `${wget} ${run}` };
}

/** Writes the line that brings an installed agent up to date, for a machine that does not do so by itself. */
export function upgradeCommand({ hubUrl, networkUrls, pin }: Omit<InstallSource, "token" | "takesUpdates">): string {
  const { curl, pinOption } = fetchers(reachableUrl(hubUrl, networkUrls), pin);
  return `${curl} | sh -s -- --upgrade${pinOption}`;
}

/** What fetches the installer, and the option with which the installer believes the same certificate. */
function fetchers(hub: string, pin: string | null) {
  const script = bracketed(`${hub}/agent/install.sh`);
  if (pin === null || !hub.startsWith("https:"))
    return { curl: `curl -gfsSL ${script}`, wget: `wget -qO- ${script}`, pinOption: "" };
  return {
    curl: `curl -gfsSk --pinnedpubkey '${pin}' ${script}`,
    wget: `wget -qO- --no-check-certificate --pinnedpubkey='${pin}' ${script}`,
    pinOption: ` --pin '${pin}'`,
  };
}

/** An address that means the hub on other machines too. */
function reachableUrl(hubUrl: string, networkUrls: readonly string[]): string {
  const [elsewhere] = networkUrls;
  if (!plainUrl.test(hubUrl) || !URL.canParse(hubUrl)) return elsewhere ?? "http://hub.invalid";
  return loopback.test(new URL(hubUrl).hostname) ? (elsewhere ?? hubUrl) : hubUrl;
}

/** Shells and curl read brackets as patterns, so an IPv6 address is quoted. */
function bracketed(url: string): string {
  return url.includes("[") ? `'${url}'` : url;
}
