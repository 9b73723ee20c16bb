import type { LitElement } from "lit";
import { settled } from "./fake-clock.ts";
import { drawn, textOf } from "./fixture.ts";

/** All elements of that selector in an element and everything that it draws. */
export function findAll<Found extends Element>(root: Element, selector: string): readonly Found[] {
  const own = [...(root.shadowRoot ?? root).querySelectorAll<Found>(selector)];
  const inner = [...(root.shadowRoot ?? root).querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return [...own, ...inner.flatMap((element) => findAll<Found>(element, selector))];
}

/** What a button is called: by its label, else by its text. */
export function nameOfButton(button: Element): string {
  return button.getAttribute("aria-label") ?? textOf(button);
}

/** The names of all buttons that are seen. */
export function buttonsOf(root: Element): readonly string[] {
  const seen = findAll<HTMLButtonElement>(root, "button").filter((button) => button.checkVisibility());
  return seen.map(nameOfButton);
}

/** Presses the button of that name, as the keyboard would, and waits until what it caused is drawn. */
export async function press(page: LitElement, name: string): Promise<void> {
  const button = findAll<HTMLButtonElement>(page, "button").find((one) => nameOfButton(one) === name);
  if (!button) throw new Error(`There is no button "${name}" among ${buttonsOf(page).join(", ")}`);
  button.focus();
  button.click();
  await quiet(page);
}

/** Waits until the hub has answered and the page has drawn it. One request may follow another, and a refusal is read in pieces. */
export async function quiet(page: LitElement): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await settled();
    await drawn(page);
  }
}

/** What has the focus, however deep it lies. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Waits for what comes after longer answers: frame by frame, until it is so. A test that waits for what never comes runs out of time. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(requestAnimationFrame);
}
