/** Thrown for bytes that are no pack or journal of ours, or that were changed since they were written. The message says what is wrong. */
export class DamagedPack extends Error {
  constructor(message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.name = "DamagedPack";
  }
}
