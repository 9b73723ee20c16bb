// @ts-check
import { buildIfStale } from "./build.mjs";
import { runChild } from "./child.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { hubEnvironment, hubNodeOptions } from "./hub-runtime.mjs";
import { findHubNode, requireBootstrapNode } from "./node-version.mjs";
import { runMain } from "./terminal.mjs";

/*
 * `npm start`: from a fresh clone to a running hub. What is already there is not done again, so the second start goes
 * straight to the hub.
 */
await runMain(async () => {
  requireBootstrapNode();
  await ensureDependencies();
  const node = findHubNode();
  await buildIfStale();
  return runChild(node, [...hubNodeOptions, "core/main.ts", ...process.argv.slice(2)], {
    environment: hubEnvironment(),
    onStart(hub) {
      passSignalsOn(hub);
      stopWithNpm(hub);
    },
  });
});

/**
 * Lets the hub stop in its own time. A terminal sends Ctrl-C to the hub by itself, so only a signal that came to this
 * process alone is passed on; one that arrives twice must not turn a clean stop into a hard one.
 * @param {import("node:child_process").ChildProcess} hub
 */
function passSignalsOn(hub) {
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) hub.kill("SIGINT");
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => hub.kill("SIGTERM"));
}

/**
 * Stops the hub when npm is gone without having passed anything on: killed hard, or through a shell between the two. Nobody
 * could stop a hub that stayed behind but by its process id.
 * @param {import("node:child_process").ChildProcess} hub
 */
function stopWithNpm(hub) {
  if (!process.env["npm_lifecycle_event"]) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    hub.kill("SIGTERM");
  }, 1000);
  hub.once("exit", () => clearInterval(watch));
}
