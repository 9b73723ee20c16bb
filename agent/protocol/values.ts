/** A percentage; `null` is unknown. */
export const percent = (description: string) =>
  ({ type: ["number", "null"], minimum: 0, maximum: 100, description }) as const;

/** A count or a size; `null` is unknown, and 0 is a value. */
export const amount = (description: string) => ({ type: ["number", "null"], minimum: 0, description }) as const;

/** A temperature in degrees Celsius; `null` is unknown. */
export const celsius = (description: string) =>
  ({ type: ["number", "null"], minimum: -273.15, maximum: 1000, description }) as const;

/** A text of at most so many characters; `null` is unknown. */
export const text = (maxLength: number, description: string) =>
  ({ type: ["string", "null"], maxLength, description }) as const;

/** A claim that is true, false or, as `null`, unknown. */
export const flag = (description: string) => ({ type: ["boolean", "null"], description }) as const;

/** A text that is never unknown. */
export const name = (maxLength: number, description: string) =>
  ({ type: "string", minLength: 1, maxLength, description }) as const;

/** A list of texts; `null` is unknown. */
export const names = (maxItems: number, maxLength: number, description: string) =>
  ({ type: ["array", "null"], maxItems, items: { type: "string", maxLength }, description }) as const;
