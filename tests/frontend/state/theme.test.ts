import { assert } from "chai";
import { Theme } from "../../../frontend/state/theme.ts";

const noStorage = {
  getItem: (): string | null => {
    throw new DOMException("Denied", "SecurityError");
  },
  setItem: (): void => {
    throw new DOMException("Denied", "SecurityError");
  },
};

function memory(stored: string | null) {
  const kept = { value: stored };
  return {
    getItem: () => kept.value,
    setItem: (_: string, value: string) => {
      kept.value = value;
    },
  };
}

describe("the theme", () => {
  it("follows the device until the user chooses", () => {
    const root = document.createElement("div");

    const theme = new Theme(root, memory(null));

    assert.deepEqual([theme.choice.value, root.dataset["theme"]], ["system", undefined]);
  });

  it("keeps the user's choice", () => {
    const storage = memory(null);
    new Theme(document.createElement("div"), storage).choose("light");
    const root = document.createElement("div");

    new Theme(root, storage);

    assert.equal(root.dataset["theme"], "light");
  });

  it("ignores a stored choice that it does not know", () => {
    assert.equal(new Theme(document.createElement("div"), memory("neon")).choice.value, "system");
  });

  it("works where storage is forbidden", () => {
    const root = document.createElement("div");

    new Theme(root, noStorage).choose("dark");

    assert.equal(root.dataset["theme"], "dark");
  });
});
