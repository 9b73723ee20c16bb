import { describe, expect, it } from "vitest";
import { mask, maskSecrets, unmask } from "../../../core/config/mask.ts";

const secret = { type: "string", writeOnly: true };
const schema = {
  type: "object",
  properties: {
    token: secret,
    hosts: {
      type: "array",
      items: { anyOf: [{ type: "string" }, { type: "object", properties: { password: secret } }] },
    },
    users: { type: "object", additionalProperties: secret },
    keys: { type: "object", patternProperties: { "^ssh": secret } },
  },
};
const value = {
  token: "t",
  hosts: ["nas", { password: "p", port: 1 }],
  users: { ann: "a" },
  keys: { ssh_key: "k", other: "o" },
  free: { of: "charge" },
};

describe("maskSecrets", () => {
  it("hides what its schema calls writeOnly, wherever it stands, and what it is told to", () => {
    expect(maskSecrets(value, schema, (path) => path.join(".") === "free.of")).toEqual({
      token: mask,
      hosts: ["nas", { password: mask, port: 1 }],
      users: { ann: mask },
      keys: { ssh_key: mask, other: "o" },
      free: { of: mask },
    });
  });

  it("shows that a secret is not set", () => {
    expect(maskSecrets({ token: null }, schema, () => false)).toEqual({ token: null });
  });
});

describe("unmask", () => {
  it("puts what is known back in the place of masks", () => {
    const shown = maskSecrets(value, schema, () => false);

    expect(unmask(shown, value)).toEqual(value);
  });

  it("leaves a mask alone where nothing is known", () => {
    expect(unmask({ a: mask, constructor: mask, l: [mask] }, {})).toEqual({ a: mask, constructor: mask, l: [mask] });
  });
});
