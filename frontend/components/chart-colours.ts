/** Colours of a chart, as a canvas understands them. */
export interface ChartColours {
  readonly grid: string;
  readonly tick: string;
  readonly surface: string;
  readonly border: string;
  readonly text: string;
  /** By the custom property that was asked for: the line and the area below it. */
  readonly lines: ReadonlyMap<string, { readonly line: string; readonly area: string }>;
}

/** Reads the colours that are in force at an element. A canvas cannot resolve custom properties by itself. */
export function readColours(element: HTMLElement, properties: readonly string[]): ChartColours {
  const probe = document.createElement("i");
  (element.shadowRoot ?? element).append(probe);
  const read = (value: string): string => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const lines = properties.map((property) => {
    const area = read(`color-mix(in srgb, var(${property}) 14%, transparent)`);
    return [property, { line: read(`var(${property})`), area }] as const;
  });
  const colours = {
    grid: read("var(--border)"),
    tick: read("var(--text-3)"),
    surface: read("var(--raised)"),
    border: read("var(--border-strong)"),
    text: read("var(--text)"),
    lines: new Map(lines),
  };
  probe.remove();
  return colours;
}
