/**
 * How Node is started for an agent, here as in the installer's unit: without its compilers, which take a fifth of its memory and
 * which so little work never pays back; one helper thread; one pool of memory, which goes back to the system when it is free.
 */
export const agentStart = {
  flags: ["--lite-mode", "--v8-pool-size=1"],
  environment: { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "65536", MALLOC_TOP_PAD_: "4096" },
} as const;
