import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { CloneGuard } from "../clone-guard.ts";
import type { AgentConfig } from "../config.ts";
import { addClaimRoute } from "./claim-route.ts";
import { addCredentialRoutes } from "./credential-routes.ts";
import { addAgentFiles } from "./files.ts";
import { addTokenRoutes } from "./token-routes.ts";
import { addVersionRoute } from "./version-route.ts";

/** Everything by which a machine gets an agent, and the agent its token. */
export function addEnrolment(context: IntegrationContext<AgentConfig>, guard: CloneGuard): void {
  addTokenRoutes(context);
  addClaimRoute(context, guard);
  addCredentialRoutes(context);
  addVersionRoute(context);
  addAgentFiles(context);
}
