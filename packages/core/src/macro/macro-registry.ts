import type { CompiledMacro, Environment } from "@tsmodel/jinja";
import type { MacroNode } from "../manifest/node.ts";
import type { ProjectConfig } from "../project/project.ts";

export interface MacroRegistryInput {
  readonly macros: Iterable<MacroNode>;
  readonly rootPackage: string;
  /** Most specific first. e.g. ["dbt_duckdb", "dbt"] */
  readonly internalPackages: readonly string[];
  /** The adapter's type, then its dispatch parents. e.g. ["redshift", "postgres"] */
  readonly adapterTypes: readonly string[];
  /** The root project's `dispatch:` entries. */
  readonly dispatchConfig: ProjectConfig["dispatch"];
  /** Names of all projects, the root among them. */
  readonly packages: readonly string[];
  readonly environment: Environment;
  /** The text of the file a macro stands in, so that errors point into it. */
  readonly readText?: (macro: MacroNode) => string | undefined;
  /** dbt's flag require_explicit_package_overrides_for_builtin_materializations; true unless told. */
  readonly explicitMaterializationOverrides?: boolean;
  /** An installed package's materialization hides a built-in one (only without the flag above). */
  readonly onMaterializationOverride?: (packageName: string, materialization: string) => void;
}

/** What a plain name means for code of one package: a macro, or a package whose macros are its members. */
export type MacroName = { readonly macro: MacroNode } | { readonly package: string };

/**
 * All macros of a command and the orders in which dbt looks for them. Built once; everything found is remembered.
 */
export declare class MacroRegistry {
  constructor(input: MacroRegistryInput);
  readonly rootPackage: string;
  readonly environment: Environment;
  /** By unique id. */
  readonly macros: ReadonlyMap<string, MacroNode>;
  /** What a name means in code of a package: own package, root project, package names, "dbt", internal packages. */
  resolve(name: string, fromPackage: string): MacroName | undefined;
  /** All names that `resolve` knows for a package. */
  names(fromPackage: string): readonly string[];
  /** A member of a package's namespace; "dbt" holds all internal packages. */
  findInPackage(packageName: string, name: string): MacroNode | undefined;
  /** @throws TsmodelError macro-dispatch-not-found, listing what was looked for */
  dispatch(name: string, namespace: string | null, fromPackage: string): MacroNode;
  /** dbt's find_macro_by_name, what adapters and run-operation use: root project over packages over internals. */
  findByName(name: string, packageName?: string | null): MacroNode | undefined;
  /** @throws nothing; undefined when no candidate exists */
  findMaterialization(name: string): MacroNode | undefined;
  /** The macro behind a generic test. `namespace` is the "dbt_utils" of "dbt_utils.equality". */
  findTestMacro(name: string, namespace: string | null, fromPackage: string): MacroNode | undefined;
  /** generate_schema_name and its kin; with `importedPackage` only that package's own one. */
  findGenerateMacro(component: "schema" | "database" | "alias" | (string & {}), importedPackage?: string): MacroNode | undefined;
  /** Whether microbatch models run batch by batch although the project may bring its own strategy macro. */
  readonly microbatchMacroIsBuiltIn: boolean;
  /** The compiled template of one macro block, compiled on first use. */
  compile(macro: MacroNode): CompiledMacro;
  /** Fills `depends_on.macros` of every macro from the calls in its text. */
  linkMacros(): void;
  /** Macro ids that a template's text calls, as dbt reads them off the syntax tree (generic tests, macros). */
  findCalledMacros(source: string, fromPackage: string, name: string): string[];
  /** The nearest macro name, for hints. */
  nearest(name: string, fromPackage: string): string | undefined;
}
