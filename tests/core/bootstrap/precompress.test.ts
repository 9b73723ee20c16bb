import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { precompress } from "../../../core/bootstrap/precompress.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "precompress-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("precompress", () => {
  it("compresses what is text and large enough, also in folders", async () => {
    const text = "let a = 1;\n".repeat(200);
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "assets", "main.js"), text);
    writeFileSync(join(folder, "small.css"), "a{}");
    writeFileSync(join(folder, "photo.png"), text);

    await precompress(folder);

    expect({
      names: readdirSync(folder, { recursive: true }).sort(),
      brotli: brotliDecompressSync(readFileSync(join(folder, "assets", "main.js.br"))).toString(),
      gzip: gunzipSync(readFileSync(join(folder, "assets", "main.js.gz"))).toString(),
    }).toEqual({
      names: ["assets", "assets/main.js", "assets/main.js.br", "assets/main.js.gz", "photo.png", "small.css"],
      brotli: text,
      gzip: text,
    });
  });
});
