/** What names mean in a project ⇄ plain data; disabled resources by their position among all disabled ones. */
import type { DisableableResource } from "../manifest/name-index.ts";
import { NameIndex } from "../manifest/name-index.ts";

const TABLES = [
  "refables",
  "sources",
  "docs",
  "metrics",
  "savedQueries",
  "functions",
  "analyses",
  "singularTests",
  "measures",
] as const;

export interface NameTables {
  readonly tables: readonly (readonly (readonly [
    name: string,
    packages: readonly (readonly [string, string])[],
  ])[])[];
  readonly disabled: readonly (readonly [
    name: string,
    packages: readonly (readonly [string, readonly number[]])[],
  ])[];
}

/** `disabled`: all disabled resources, in order. */
export function encodeNames(index: NameIndex, disabled: readonly DisableableResource[]): NameTables {
  const positions = new Map(disabled.map((resource, position) => [resource, position]));
  return {
    tables: TABLES.map((table) =>
      [...index[table]].map(([name, packages]) => [name, [...packages]] as const),
    ),
    disabled: [...index.disabled].map(([name, packages]) => [
      name,
      [...packages].map(
        ([packageName, resources]) =>
          [packageName, resources.map((resource) => positions.get(resource)!)] as const,
      ),
    ]),
  };
}

export function fillNames(
  index: NameIndex,
  { tables, disabled }: NameTables,
  resources: readonly DisableableResource[],
): void {
  for (const [position, table] of TABLES.entries())
    for (const [name, packages] of tables[position]!) index[table].set(name, new Map(packages));
  for (const [name, packages] of disabled)
    index.disabled.set(
      name,
      new Map(
        packages.map(([packageName, positions]) => [
          packageName,
          positions.map((position) => resources[position]!),
        ]),
      ),
    );
}
