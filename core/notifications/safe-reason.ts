const longest = 500;

/** A reason as it may be stored and shown: without what follows the host in addresses, where webhooks have their secret. */
export function safeReason(reason: string): string {
  return reason.replace(/\b([a-z][a-z+]*:\/\/)(?:[^\s/@]*@)?([^\s/?#"']+)[^\s"']*/gi, "$1$2/…").slice(0, longest);
}
