/** Files that can be models in TypeScript or JavaScript. Those without a default export are helpers of models. */
export const SCRIPT_EXTENSIONS: readonly string[] = [".ts", ".mts", ".js", ".mjs"];

export function isScript({ extension }: { readonly extension: string }): boolean {
  return SCRIPT_EXTENSIONS.includes(extension);
}

/** A first look that reads no syntax: most files of a folder are no models. */
export function mayExportDefault(text: string): boolean {
  return /\bexport\b[^;]*?\bdefault\b/.test(text);
}
