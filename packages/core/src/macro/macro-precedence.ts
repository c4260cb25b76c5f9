/** Which of several macros of one name wins, by where they come from: dbt's candidates. */
import { fail } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";

export interface MacroHomes {
  readonly rootPackage: string;
  /** Most specific first. */
  readonly internalPackages: readonly string[];
}

export interface ChosenMaterialization {
  readonly macro: MacroNode;
  /** A package's own one stands in the place of a built-in one. */
  readonly overridesBuiltIn: boolean;
}

type Locality = 1 | 2 | 3;
const ROOT: Locality = 3;
const IMPORTED: Locality = 2;
const BUILT_IN: Locality = 1;

function localityOf(macro: MacroNode, homes: MacroHomes): Locality {
  if (macro.package_name === homes.rootPackage) return ROOT;
  return homes.internalPackages.includes(macro.package_name) ? BUILT_IN : IMPORTED;
}

/** Root project, then packages (the last one added first), then internal packages (the most specific first). */
export function rankByLocality(candidates: readonly MacroNode[], homes: MacroHomes): MacroNode[] {
  const rank = (macro: MacroNode): number => localityOf(macro, homes);
  const specificity = (macro: MacroNode): number => homes.internalPackages.indexOf(macro.package_name);
  return [...candidates].reverse().sort((a, b) => rank(b) - rank(a) || specificity(a) - specificity(b));
}

/**
 * The materialization that is used, from candidates by adapter type, the most specific type first. The adapter's own
 * goes before "default" wherever it is defined; for one type the root project goes before packages before built-ins.
 * With `explicitOverrides` packages cannot replace a built-in one, only the root project can.
 * @throws TsmodelError materialization-ambiguous
 */
export function chooseMaterialization(
  byType: readonly (readonly MacroNode[])[],
  homes: MacroHomes,
  explicitOverrides: boolean,
): ChosenMaterialization | undefined {
  const ranked = byType.flatMap((candidates) => rankUnambiguously(candidates, homes));
  const macro = ranked[0];
  if (macro === undefined) return undefined;
  const overridesBuiltIn =
    localityOf(macro, homes) === IMPORTED && ranked.some((other) => localityOf(other, homes) === BUILT_IN);
  if (!overridesBuiltIn || !explicitOverrides) return { macro, overridesBuiltIn };
  return { macro: ranked.find((other) => localityOf(other, homes) !== IMPORTED)!, overridesBuiltIn: false };
}

function rankUnambiguously(candidates: readonly MacroNode[], homes: MacroHomes): MacroNode[] {
  const ranked = rankByLocality(candidates, homes);
  const [first, second] = ranked;
  if (
    first &&
    second &&
    localityOf(first, homes) === localityOf(second, homes) &&
    localityOf(first, homes) === IMPORTED
  ) {
    throw fail("materialization-ambiguous", {
      name: first.name,
      packages: [first.package_name, second.package_name],
    });
  }
  return ranked;
}
