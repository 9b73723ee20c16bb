// @ts-check
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

const compressible = /\.(?:js|css|html|svg|json|webmanifest|txt)$/;
/** Below this the headers outweigh what is saved; bytes. */
const smallestWorthIt = 1024;

/** Writes a .br and a .gz beside every text file below the folder, so that the hub never compresses one itself. @param {string} folder */
export async function precompress(folder) {
  const files = await readdir(folder, { recursive: true });
  await Promise.all(files.filter((file) => compressible.test(file)).map((file) => compressFile(join(folder, file))));
}

/** @param {string} file */
async function compressFile(file) {
  const content = await readFile(file);
  if (content.length < smallestWorthIt) return;
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)]);
}
