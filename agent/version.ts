declare const HOMELAB_AGENT_VERSION: string | undefined;

/** The agent's semantic version. The bundler puts it in; straight from the sources it is a development version. */
export const agentVersion = typeof HOMELAB_AGENT_VERSION === "string" ? HOMELAB_AGENT_VERSION : "0.0.0-development";
