const milliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** JSON schema of a length of time. */
export function timeSpan(description: string) {
  return {
    type: "string",
    pattern: "^[1-9][0-9]{0,5}[smhd]$",
    examples: ["30s", "10m", "2h", "1d"],
    description,
  } as const;
}

/** A length of time such as `10m`, in milliseconds. The schema has checked it. */
export function parseTimeSpan(text: string): number {
  return Number(text.slice(0, -1)) * (milliseconds[text.slice(-1)] ?? Number.NaN);
}
