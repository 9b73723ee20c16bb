import type { TemplateResult } from "lit";

/** A page: where it is, what the browser's tab says, how it is loaded and drawn. */
export interface PageRoute {
  readonly path: string;
  readonly title: () => string;
  readonly load: () => Promise<unknown>;
  readonly render: (parameters: Readonly<Record<string, string | undefined>>) => TemplateResult;
}
