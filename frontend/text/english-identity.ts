/** What the page of a machine says of who it is, and asks when it may be an older one, installed anew. */
export const englishIdentity = {
  "identity.title": "Identity",
  "identity.loading": "Asking the hub…",
  "identity.failed": "It could not be read: {reason}",
  "identity.guid": "GUID",
  "identity.no_guid": "none: no agent with a GUID",
  "identity.ip": "address",
  "identity.hostname": "hostname",
  "identity.seen": "{first} to {last}",
  "identity.claim": "{source}, since {time}",

  "succession.title": "Is this {name}, installed anew?",
  "succession.why.macs": "It has the same network card, and came after {name} was last heard ({time}).",
  "succession.why.hostname": "It has the same network card and name, and came after {name} was last heard ({time}).",
  "succession.consequence":
    "If it is, it goes on under the old name, with the old settings and history. What you have set here since is gone, and the old agent's token ends.",
  "succession.adopt": "Yes, it is {name}",
  "succession.deny": "No, another machine",
  "succession.ask_admin": "An administrator can say so here.",
} as const;
