/** `fqn:` and bare words: a node by its name, its qualified name, or a folder of it. */
import { compileGlob } from "../util/fnmatch.ts";

export interface QualifiedName {
  readonly fqn: readonly string[];
  readonly versioned: boolean;
}

/** A test for qualified names, with and without the package in front. */
export function compileFqn(value: string): (node: QualifiedName) => boolean {
  if (value === "*") return () => true;
  const matches = compileScoped(value);
  return ({ fqn, versioned }) => matches(fqn, versioned) || matches(fqn.slice(1), versioned);
}

function compileScoped(value: string): (fqn: readonly string[], versioned: boolean) => boolean {
  const parts = value.split(".");
  // From the first part with a wildcard on, the pattern has to match all that is left of the name.
  const wild = parts.findIndex((part) => /[*?[\]]/.test(part));
  const exact = wild === -1 ? parts : parts.slice(0, wild);
  const rest = wild === -1 ? undefined : compileGlob(parts.slice(wild).join("."));
  const bare = wild !== -1 && parts.length === 1 ? compileGlob(value) : undefined;
  return (fqn, versioned) => {
    if (isName(fqn, versioned, value, parts)) return true;
    const flat = fqn.some((segment) => segment.includes("."))
      ? fqn.flatMap((segment) => segment.split("."))
      : fqn;
    if (flat.length < parts.length || exact.some((part, index) => flat[index] !== part)) return false;
    if (rest === undefined || rest(flat.slice(wild).join("."))) return true;
    return bare !== undefined && bare((versioned ? fqn.at(-2) : fqn.at(-1)) ?? "");
  };
}

/** A versioned model answers to its name alone, and to name and version joined by "." or "_". */
function isName(
  fqn: readonly string[],
  versioned: boolean,
  value: string,
  parts: readonly string[],
): boolean {
  if (!versioned) return fqn.at(-1) === value;
  return fqn.at(-2) === value || fqn.slice(-2).join("_") === parts.slice(-2).join("_");
}
