// @ts-check
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { precompress } from "./precompress.mjs";
import { inProject } from "./project.mjs";

const files = [
  ["swagger-ui-dist", "swagger-ui-bundle.js"],
  ["swagger-ui-dist", "swagger-ui.css"],
  ["redoc", "bundles", "redoc.standalone.js"],
];

/** The one picture that ReDoc would fetch from elsewhere; a hub's pages ask nobody but the hub. */
const foreignPicture = "https://cdn.redoc.ly/redoc/logo-mini.svg";
const noPicture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";

/** Takes the three files that show the API's documentation out of their packages, of 100 MB, which the hub then runs without. */
export async function makeApiPages() {
  const folder = inProject("dist", "api-pages");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const copies = files.map(async (parts) => {
    const file = inProject("node_modules", ...parts);
    const text = await readFile(file, "utf8");
    await writeFile(join(folder, basename(file)), text.replaceAll(foreignPicture, noPicture));
  });
  await Promise.all(copies);
  await precompress(folder);
}
