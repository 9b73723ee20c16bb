import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillTemplate, whyNoTemplate } from "../../../../../integrations/alerts/rules/custom/message-template.ts";

const filling = (name: string) => ({ value: "92 %", "machine.name": "nas", "attributes.device": "/dev/sda" })[name];

describe("a message's template", () => {
  it.each([
    ["{{ machine.name }} is at {{value}}", "nas is at 92 %"],
    ["{{ attributes.device }} {{ attributes.none }}", "/dev/sda unknown"],
    ["no placeholder", "no placeholder"],
  ])("%j becomes %j", (template, text) => {
    expect(fillTemplate(template, filling)).toBe(text);
  });

  it("does nothing with what is put in, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (hostile) => {
        const text = fillTemplate("<{{ value }}>", (name) => (name === "value" ? hostile : undefined));

        expect(text).toBe(`<${hostile}>`);
      }),
    );
  });

  it("is cut where it would be too long for one line", () => {
    expect(fillTemplate("{{ value }}", () => "x".repeat(5000))).toHaveLength(300);
  });

  it.each([
    ["{{ machine.name }} {{ attributes.x }}", null],
    ["{{ machine.ip }}", "names {{ machine.ip }}, which there is not"],
    ["{{ constructor }}", "names {{ constructor }}, which there is not"],
    ["{{ value }", "has a {{ or }} without the other"],
    ["value }}", "has a {{ or }} without the other"],
  ])("%j: %s", (template, fault) => {
    expect(whyNoTemplate(template)).toEqual(fault === null ? null : expect.stringContaining(fault));
  });
});
