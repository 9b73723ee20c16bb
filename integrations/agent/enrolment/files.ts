import { existsSync } from "node:fs";
import path from "node:path";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { NodeArchives, nodeArchitectures, nodeProgramOf } from "./node-archive.ts";

/** What a machine fetches to get an agent, by its name below `/agent/`: built together, into one folder. */
const built = [
  { name: "install.sh", contentType: "text/x-shellscript; charset=utf-8" },
  { name: "homelab-agent.mjs", contentType: "text/javascript; charset=utf-8" },
  { name: "homelab-agent.mjs.sha256", contentType: "text/plain; charset=utf-8" },
] as const;

/** Serves the installer, the agent, a Node for machines without one, and the certificate that proves this hub. */
export function addAgentFiles(context: IntegrationContext<AgentConfig>): void {
  const { agentBundle, dataFolder, tlsCertificate, container } = context.hub;
  const folder = path.dirname(agentBundle);
  for (const { name, contentType } of built) {
    const file = path.join(folder, name);
    context.addFile({ path: `/agent/${name}`, contentType, locate: () => (existsSync(file) ? file : null) });
  }
  const archives = new NodeArchives(dataFolder, (architecture) => nodeProgramOf(architecture, container !== null));
  for (const architecture of nodeArchitectures) {
    const url = `/agent/node/${architecture}.tar.gz`;
    const hashOf = (archive: string | null) => (archive === null ? null : `${archive}.sha256`);
    const locate = () => archives.locate(architecture);
    context.addFile({ path: url, contentType: "application/gzip", locate });
    context.addFile({
      path: `${url}.sha256`,
      contentType: "text/plain; charset=utf-8",
      locate: async () => hashOf(await locate()),
    });
  }
  // Every handshake shows it anyway.
  context.addFile({ path: "/agent/hub-ca.pem", contentType: "application/x-pem-file", locate: () => tlsCertificate });
}
