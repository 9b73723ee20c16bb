import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Change, editConfig } from "../../../core/config/edit.ts";
import { readConfigFile } from "../../../core/config/read-config-file.ts";
import { ConfigFiles } from "./config-files.ts";

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

type Edit =
  | { readonly by: "hand"; readonly line: number; readonly text: string }
  | { readonly by: "api"; readonly change: Change; readonly name: string };

const agent = ["integrations", "agent"];
const settings: readonly { readonly path: readonly string[]; readonly values: fc.Arbitrary<unknown> }[] = [
  { path: ["hub", "name"], values: fc.string({ minLength: 1 }) },
  { path: ["hub", "time_zone"], values: fc.constantFrom("Europe/London", undefined) },
  {
    path: ["hub", "trusted_proxies"],
    values: fc.array(fc.constantFrom("10.0.0.1", "10.0.0.0/8", "::1"), { maxLength: 3 }),
  },
  { path: ["recorder", "keep_days"], values: fc.integer({ min: 1, max: 3650 }) },
  { path: [...agent, "local"], values: fc.constantFrom(true, false, undefined) },
  { path: [...agent, "heartbeat_interval_seconds"], values: fc.integer({ min: 1, max: 3600 }) },
];

const byApi = fc
  .constantFrom(...settings)
  .chain(({ path, values }) =>
    values.map((value): Edit => ({ by: "api", change: { path, value }, name: path.at(-1) ?? "" })),
  );
const byHand = fc.record({
  by: fc.constant("hand" as const),
  line: fc.nat(40),
  text: fc.constantFrom("# a note", "", "   # indented", "#x: y"),
});

/** As somebody with an editor adds a line between two others. */
function insertLine(text: string, line: number, added: string): string {
  return text.split("\n").toSpliced(line, 0, added).join("\n");
}

/** The lines that do not name a setting. */
function otherLines(text: string, name: string): string[] {
  return text.split("\n").filter((line) => !new RegExp(`^ *(${name}:|- )`).test(line));
}

describe("config.example.yaml, edited by hand and through the API in turn", () => {
  const example = readFileSync("config.example.yaml", "utf8");

  it("keeps every comment and, to the byte, every line that was not edited", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(byApi, byHand), { minLength: 50, maxLength: 50 }), async (edits) => {
        const path = files.write({ "config.yaml": example });
        for (const edit of edits) {
          const before = files.read();
          if (edit.by === "hand") {
            files.write({ "config.yaml": insertLine(before, edit.line, edit.text) });
            continue;
          }
          await editConfig({ source: readConfigFile(path), overrides: [], check: async () => [] }, [edit.change]);
          expect(otherLines(files.read(), edit.name)).toEqual(otherLines(before, edit.name));
          expect(readConfigFile(path).setting(edit.change.path)?.value).toEqual(edit.change.value);
        }
      }),
      { numRuns: 8 },
    );
  });
});
