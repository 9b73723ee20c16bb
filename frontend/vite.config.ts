import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the dashboard into dist/frontend. Nothing is inlined: the hub's content security policy forbids it. */
export default defineConfig({
  root: here("."),
  // Relative, so that the same build works below any base path: the start page's <base> says where it is.
  base: "./",
  publicDir: here("./public"),
  oxc: {
    decorator: { legacy: true },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  build: {
    outDir: here("../dist/frontend"),
    emptyOutDir: true,
    target: "es2022",
    // Colours use light-dark(); older browsers are not worth a second palette.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
