import { assert } from "chai";

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const texts = ["--text", "--text-2", "--text-3"];
const signals = ["--ok", "--warn", "--high", "--crit", "--info"];
const series = ["--cpu", "--memory", "--network", "--storage", "--idle"];
const grounds = ["--bg", "--surface", "--raised"];

for (const [index, theme] of ["light", "dark"].entries()) {
  describe(`the ${theme} colours`, () => {
    let colour: (name: string) => Colour;

    before(async () => {
      const css = await (await fetch(new URL("../../../frontend/styles/tokens.css", import.meta.url))).text();
      const palette = new Map(
        [...css.matchAll(/(--[\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map((match) => [match[1], match[2 + index]]),
      );
      colour = (name) => parsed(palette.get(name) ?? "");
    });

    it("let text be read on every ground: 4.5 to 1", () => {
      const poor = pairs([...texts, ...signals], grounds).filter(
        ([fore, ground]) => contrast(colour(fore), colour(ground)) < 4.5,
      );

      assert.deepEqual(poor, []);
    });

    it("let a signal be read on its own soft ground: 4.5 to 1", () => {
      const poor = pairs(signals, ["--surface", "--bg"]).filter(([signal, ground]) => {
        const soft = over(colour(`${signal}-soft`), colour(ground));
        return contrast(colour(signal), soft) < 4.5;
      });

      assert.deepEqual(poor, []);
    });

    it("let lines, bars and lights be seen: 3 to 1", () => {
      const poor = pairs([...series, ...signals, "--border-strong"], ["--bg", "--surface"]).filter(
        ([fore, ground]) => contrast(colour(fore), colour(ground)) < 3,
      );

      assert.deepEqual(poor, []);
    });
  });
}

function pairs(fores: readonly string[], grounds: readonly string[]): readonly (readonly [string, string])[] {
  return fores.flatMap((fore) => grounds.map((ground) => [fore, ground] as const));
}

function parsed(hex: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 255] = (hex.slice(1).match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha]: Colour, [groundRed, groundGreen, groundBlue]: Colour): Colour {
  const mix = (top: number, bottom: number) => top * alpha + bottom * (1 - alpha);
  return [mix(red, groundRed), mix(green, groundGreen), mix(blue, groundBlue), 1];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Colour, other: Colour): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
