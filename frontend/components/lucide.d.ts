/** Lucide's single icons: lists of SVG elements with their attributes. */
declare module "lucide/dist/esm/icons/*.mjs" {
  const icon: readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number | undefined>>])[];
  export default icon;
}
