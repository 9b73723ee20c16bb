/** Resolves with the reason to stop: a signal or, for an agent that the hub started as its child, the end of the hub. */
export function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
    if (process.env["HOMELAB_AGENT_CHILD"] !== "1") return;
    const hubEnded = "the hub that started it ended";
    process.once("disconnect", () => resolve(hubEnded));
    if (!process.connected) resolve(hubEnded);
  });
}
