import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const shared = { environment: "node", pool: "forks", testTimeout: 30_000, hookTimeout: 30_000 } as const;
const endToEnd = "tests/end-to-end/**/*.test.ts";

/** Server and agent tests. End-to-end tests start whole hubs and a browser: they come after the others, one at a time. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: [endToEnd, "tests/frontend/**"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "end-to-end",
          include: [endToEnd],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
