import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lexer } from "yaml";
import { dataOf, editText } from "../../../../core/config/yaml-edit/edit-text.ts";

type Data = Record<string, unknown>;

/** The text after an edit of its data. */
function edit(text: string, change: (data: Data) => void): string {
  const data = structuredClone(dataOf(text)) as Data;
  change(data);
  return editText(text, data);
}

const edits: readonly { what: string; before: string; change: (data: Data) => void; after: string }[] = [
  {
    what: "sets a value in its place, with the comment behind it",
    before: "# top\na: 'x'   # why\n\nb: 2\n",
    change: (data) => Object.assign(data, { a: "y: z" }),
    after: '# top\na: "y: z"   # why\n\nb: 2\n',
  },
  {
    what: "quotes text that would be something else",
    before: "a: x\n",
    change: (data) => Object.assign(data, { a: "5" }),
    after: 'a: "5"\n',
  },
  {
    what: "fills an empty setting",
    before: "a: # nothing yet\nb: 1\n",
    change: (data) => Object.assign(data, { a: 1 }),
    after: "a: 1 # nothing yet\nb: 1\n",
  },
  {
    what: "makes the maps that a setting needs, indented as the rest",
    before: "hub:\n    name: x # who\n\n# the end\n",
    change: (data) => Object.assign(data, { integrations: { docker: { hosts: ["a"] } } }),
    after: "hub:\n    name: x # who\nintegrations:\n    docker:\n        hosts:\n            - a\n\n# the end\n",
  },
  {
    what: "adds to an empty block, below its comments",
    before: "agent: # mine\n  # local: true\nb: 1\n",
    change: (data) => Object.assign(data, { agent: { local: false } }),
    after: "agent: # mine\n  local: false\n  # local: true\nb: 1\n",
  },
  {
    what: "keeps the comments of a setting that goes",
    before: "a:\n  b: 1 # one\n  # two\n  c: 2\n",
    change: (data) => Object.assign(data, { a: { c: 2 } }),
    after: "a:\n  # one\n  # two\n  c: 2\n",
  },
  {
    what: "keeps the comments of a whole block that goes",
    before: "a: 1\nagent:\n  local: true # why\n  # hosts\n  hosts:\n    - x # ex\n# end\n",
    change: (data) => Object.assign(data, { agent: false }),
    after: "a: 1\nagent: false\n  # why\n  # hosts\n  # ex\n# end\n",
  },
  {
    what: "leaves an empty map where the last setting goes",
    before: "a:\n  b: 1\nc: 2\n",
    change: (data) => Object.assign(data, { a: {} }),
    after: "a: {}\nc: 2\n",
  },
  {
    what: "edits between braces and brackets",
    before: "a: { b: 1, c: [x, y] } # flow\n",
    change: (data) => Object.assign(data, { a: { b: 2, c: ["x", "z, z", "y"], d: true } }),
    after: 'a: { b: 2, c: [x, "z, z", y], d: true } # flow\n',
  },
  {
    what: "takes entries out of braces and brackets",
    before: "a: { b: 1, c: 2, d: 3, }\nl: [x, y, z]\n",
    change: (data) => Object.assign(data, { a: { c: 2 }, l: ["x"] }),
    after: "a: { c: 2, }\nl: [x]\n",
  },
  {
    what: "leaves the other items of a list alone",
    before: "l:\n  - a # A\n\n  - b # B\n  # C is next\n  - name: c\n    critical: true # !\n",
    change: (data) => Object.assign(data, { l: ["a", { name: "c", critical: true }] }),
    after: "l:\n  - a # A\n\n  # B\n  # C is next\n  - name: c\n    critical: true # !\n",
  },
  {
    what: "edits a map within a list",
    before: "l:\n  - name: c # C\n    critical: true # !\n  - b\n",
    change: (data) => Object.assign(data, { l: [{ name: "c", critical: false, also: 1 }, "b"] }),
    after: "l:\n  - name: c # C\n    critical: false # !\n    also: 1\n  - b\n",
  },
  {
    what: "replaces a text of several lines",
    before: "a: |\n  one\n  two\n\nb: 1\n",
    change: (data) => Object.assign(data, { a: "three\nfour" }),
    after: 'a: "three\\nfour"\n\nb: 1\n',
  },
  {
    what: "keeps line breaks and a byte order mark as they are",
    before: "\uFEFFa: 1\r\nb:\r\n  c: 2\r\n",
    change: (data) => Object.assign(data, { b: { c: 3, d: 4 } }),
    after: "\uFEFFa: 1\r\nb:\r\n  c: 3\r\n  d: 4\r\n",
  },
  {
    what: "ends a last line that has no end",
    before: "a: 1",
    change: (data) => Object.assign(data, { b: 2 }),
    after: "a: 1\nb: 2",
  },
  {
    what: "begins an empty file",
    before: "# nothing yet",
    change: (data) => Object.assign(data, { a: { b: null } }),
    after: "# nothing yet\na:\n  b: null\n",
  },
  {
    what: "takes names that every object has",
    before: "a: 1\n",
    change: (data) => Object.defineProperty(data, "__proto__", { value: { constructor: 1 }, enumerable: true }),
    after: "a: 1\n__proto__:\n  constructor: 1\n",
  },
  {
    what: "leaves an anchor and its aliases alone when it edits beside them",
    before: "a: &x { n: 1 }\nb: *x\nc: 1\n",
    change: (data) => Object.assign(data, { c: 2 }),
    after: "a: &x { n: 1 }\nb: *x\nc: 2\n",
  },
];

describe("editText", () => {
  it.each(edits)("$what", ({ before, change, after }) => {
    expect(edit(before, change)).toBe(after);
  });

  it.each([
    ["a value that aliases repeat", "a: &x 1\nb: *x\n", { a: 2, b: 1 }],
    ["a setting behind an alias", "a: &x { n: 1 }\nb: *x\n", { a: { n: 1 }, b: { n: 2 } }],
    ["a name behind a question mark", "? a\n: 1\n", { a: 2 }],
    ["a comment within braces that go", "x: { a: { b: 1, # why\n  c: 2 } }\n", { x: { a: 1 } }],
    ["a text that is not YAML", "a: [\n", { a: 1 }],
  ])("refuses %s", (_, text, wanted) => {
    expect(() => editText(text, wanted)).toThrow(expect.objectContaining({ name: "EditRefusal" }));
  });
});

/** Every comment of a text, in the order of the file. */
function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith("#"));
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("yes", "1e3", "# x", "- a", "a: b"),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie("any"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;

describe("any edit of config.example.yaml", () => {
  const example = readFileSync("config.example.yaml", "utf8");
  const places = [
    ["hub", "name"],
    ["hub", "tls"],
    ["recorder"],
    ["integrations", "agent"],
    ["integrations", "docker"],
    ["machines"],
  ];
  const change = fc.record({ place: fc.constantFrom(...places), value });

  it("says what was asked for, and loses no comment", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        let text = example;
        for (const { place, value: wanted } of changes) {
          const data = structuredClone(dataOf(text)) as Record<string, unknown>;
          const [block = "", name] = place;
          const parent = data[block];
          if (name === undefined) data[block] = wanted;
          else data[block] = { ...(typeof parent === "object" ? parent : {}), [name]: wanted };
          text = editText(text, data);
          expect(dataOf(text)).toEqual(data);
        }
        expect(commentsOf(text).sort()).toEqual(commentsOf(example).sort());
      }),
      { numRuns: 150 },
    );
  });
});
