/** A file that everybody may have, outside the API: an installer, a program. */
export interface PublicFile {
  /** From the hub's root: `/agent/install.sh`. */
  readonly path: string;
  readonly contentType: string;
  /** Where it lies; asked for at each request, so it may also be made now. `null`: there is none at present. */
  locate(): Promise<string | null> | string | null;
}
