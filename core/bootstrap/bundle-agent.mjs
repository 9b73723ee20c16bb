// @ts-check
import { bundleAgent } from "../../agent/bundle.mjs";
import { inProject } from "./project.mjs";

/*
 * Builds the agent. A program of its own, because the bundler leaves a process behind that lives as long as the one which
 * called it, and `npm start` lives as long as the hub.
 */
await bundleAgent(inProject("dist", "agent", "homelab-agent.mjs"));
