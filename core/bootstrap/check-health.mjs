// @ts-check

/*
 * The container's health check: exit code 0 when the hub answers that it is well. It listens where the environment says,
 * else on its default port.
 */
const port = process.env["HOMELABCMD_LISTEN"]?.split(":").at(-1) ?? "8080";
const isWell = await fetch(`http://127.0.0.1:${port}/api/v1/system/health`, { signal: AbortSignal.timeout(4000) }).then(
  (answer) => answer.ok,
  () => false,
);
process.exitCode = isWell ? 0 : 1;
