/** `overrides: macros:` of a unit test: macros, and other names of the context, with fixed values. */
import { toValue, type Value } from "@tsmodel/jinja";
import type { NodeContext } from "./node-context.ts";

export function overrideMacros(
  context: NodeContext & { readonly macroOverrides: Map<string, Value> },
  macros: { readonly [name: string]: unknown },
): void {
  const { registry } = context.shared;
  for (const [key, json] of Object.entries(macros)) {
    const value = toValue(json);
    const dot = key.indexOf(".");
    const found = dot < 0 ? registry.resolve(key, context.packageName) : undefined;
    const macro =
      dot < 0
        ? found !== undefined && "macro" in found
          ? found.macro
          : undefined
        : registry.findInPackage(key.slice(0, dot), key.slice(dot + 1));
    if (macro !== undefined) context.macroOverrides.set(macro.unique_id, value);
    else if (dot < 0 && context.get(key) !== undefined) context.set(key, value);
  }
}
