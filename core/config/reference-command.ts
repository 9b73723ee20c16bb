import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ownReference } from "./own-reference.ts";

/** `npm run config-reference`: writes docs/config-reference.md. */
const root = path.resolve(import.meta.dirname, "../..");
await writeFile(path.join(root, "docs/config-reference.md"), await ownReference(root));
