/** `config.a.b:value`: one entry of a node's configuration, at any depth. */
import { PyFloat } from "@tsmodel/jinja";
import { sameValue } from "../util/same-value.ts";

export function compileConfig(
  path: readonly string[],
  wanted: unknown,
): (config: { readonly [key: string]: unknown }) => boolean {
  const ignoreCase = path.length === 1 && path[0] === "severity";
  return (config) => {
    const found = descend(config, path);
    if (!found.exists) return false;
    if (Array.isArray(found.value)) return found.value.some((item) => equals(item, wanted, ignoreCase));
    return equals(found.value, wanted, ignoreCase);
  };
}

function descend(
  config: unknown,
  path: readonly string[],
): { readonly exists: boolean; readonly value?: unknown } {
  let value = config;
  for (const step of path) {
    const key = keyOf(value, step);
    if (key === undefined) return { exists: false };
    value = (value as { readonly [key: string]: unknown })[key];
  }
  return { exists: true, value };
}

/** Hooks stand under hyphenated keys and can be asked for with an underscore too. */
function keyOf(value: unknown, step: string): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, step)) return step;
  const hyphenated = step.replace("_", "-");
  return (step === "pre_hook" || step === "post_hook") && Object.hasOwn(value, hyphenated)
    ? hyphenated
    : undefined;
}

/** Words "true" and "false" mean the booleans, in any case. */
function equals(value: unknown, wanted: unknown, ignoreCase: boolean): boolean {
  const word =
    typeof wanted === "boolean"
      ? String(wanted)
      : typeof wanted === "string"
        ? wanted.toLowerCase()
        : undefined;
  if (typeof value === "boolean" && word === String(value)) return true;
  if (typeof value === "string" && typeof wanted === "string") {
    return ignoreCase ? value.toLowerCase() === wanted.toLowerCase() : value === wanted;
  }
  return (
    typeof wanted !== "string" &&
    wanted !== null &&
    sameValue(value, wanted instanceof PyFloat ? wanted.n : wanted)
  );
}
