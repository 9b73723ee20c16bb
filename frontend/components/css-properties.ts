import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";

/**
 * Sets CSS custom properties on an element: `<b ${cssProperties({ "--share": "67%" })}>`. Lit's `styleMap` writes a style
 * attribute at first, which the hub's content security policy forbids.
 */
class CssPropertiesDirective extends Directive {
  readonly #written = new Map<string, string>();

  render(_properties: Readonly<Record<`--${string}`, string>>) {
    return noChange;
  }

  override update({ element }: ElementPart, [properties]: [Readonly<Record<`--${string}`, string>>]) {
    for (const [name, value] of Object.entries(properties)) {
      if (this.#written.get(name) === value) continue;
      this.#written.set(name, value);
      (element as HTMLElement).style.setProperty(name, value);
    }
    return noChange;
  }
}

export const cssProperties = directive(CssPropertiesDirective);
