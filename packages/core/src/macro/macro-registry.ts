/**
 * All macros of a command and the orders in which dbt looks for them. Built once; what was found for a name is
 * remembered, so that ten thousand nodes cost ten thousand look-ups in a Map.
 */
import type { CompiledMacro, Environment, SourceOrigin, Template } from "@tsmodel/jinja";
import { fail, TsmodelErrors, type TsmodelError } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";
import type { ProjectConfig } from "../project/project.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { resolveCalls, staticCalls, type StaticCall, type StaticScope } from "./called-macros.ts";
import { chooseMaterialization, rankByLocality, type ChosenMaterialization, type MacroHomes } from "./macro-precedence.ts";
import { templateError } from "./template-error.ts";

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
  /** The text of the file a macro stands in and the path errors show for it; without it errors point into the block. */
  readonly readFile?: (macro: MacroNode) => { readonly file: string; readonly text: string } | undefined;
  /** Calls of a macro's text that are known already: built-in macros have them with the bundle. */
  readonly knownCalls?: (macro: MacroNode) => readonly StaticCall[] | undefined;
  /** dbt's flag require_explicit_package_overrides_for_builtin_materializations; true unless told. */
  readonly explicitMaterializationOverrides?: boolean;
  /** An installed package's materialization hides a built-in one (only without the flag above). */
  readonly onMaterializationOverride?: (packageName: string, materialization: string) => void;
}

/** What a plain name means for code of one package: a macro, or a package whose macros are its members. */
export type MacroName = { readonly macro: MacroNode } | { readonly package: string };

export interface LinkOptions {
  /** Names of the context that are no macros. */
  readonly known?: (name: string) => boolean;
  readonly withArguments?: boolean;
}

type Names = Map<string, MacroNode>;

export class MacroRegistry {
  readonly rootPackage: string;
  readonly environment: Environment;
  /** By unique id. */
  readonly macros: ReadonlyMap<string, MacroNode>;
  private readonly input: MacroRegistryInput;
  private readonly byPackage: ReadonlyMap<string, Names>;
  /** The flat namespace `dbt`: all internal packages, the most specific winning. */
  private readonly internal: Names = new Map();
  /** What a name means where no package is preferred: root project over packages over internals. */
  private readonly anywhere: Names = new Map();
  private readonly candidates: Map<string, MacroNode[]> = new Map();
  private readonly resolved: Map<string, Map<string, MacroName | null>> = new Map();
  private readonly dispatched: Map<string, MacroNode> = new Map();
  private readonly materializations: Map<string, ChosenMaterialization> = new Map();
  /** Answers of areBuiltIn, by the list that was asked for. */
  private readonly builtIn: Map<readonly string[], boolean> = new Map();
  private readonly compiled: Map<MacroNode, CompiledMacro> = new Map();
  private readonly texts: Map<string, { readonly text: string; readonly internal: boolean }> = new Map();

  /** @throws TsmodelError macro-duplicate */
  constructor(input: MacroRegistryInput) {
    this.input = input;
    this.rootPackage = input.rootPackage;
    this.environment = input.environment;
    this.macros = new Map([...input.macros].map((macro) => [macro.unique_id, macro]));
    this.byPackage = groupByPackage(input.macros);
    for (const name of [...input.internalPackages].reverse()) addAll(this.internal, this.byPackage.get(name));
    addAll(this.anywhere, this.internal);
    for (const [name, macros] of this.byPackage) if (!this.isInternal(name)) addAll(this.anywhere, macros);
    addAll(this.anywhere, this.byPackage.get(input.rootPackage));
    for (const macro of this.macros.values()) {
      const same = this.candidates.get(macro.name);
      if (same === undefined) this.candidates.set(macro.name, [macro]);
      else same.push(macro);
    }
  }

  /**
   * Whether none of these macros is anybody's own: neither under its name nor under one that dispatch tries for it. Who
   * knows what the built-in ones do together may then do it in fewer steps.
   */
  areBuiltIn(names: readonly string[]): boolean {
    let known = this.builtIn.get(names);
    if (known === undefined) {
      const prefixes = ["", ...this.prefixes().map((prefix) => `${prefix}__`)];
      known = names.every((name) => prefixes.every((prefix) => this.isNobodys(prefix + name)));
      this.builtIn.set(names, known);
    }
    return known;
  }

  /** The same of macros that no adapter has words of its own for either. */
  areDefaults(names: readonly string[]): boolean {
    const { adapterTypes } = this.input;
    return this.areBuiltIn(names) && names.every((name) => !adapterTypes.some((type) => this.candidates.has(`${type}__${name}`)));
  }

  /** The same of a materialization, and of the macros that are its steps. */
  isMaterializationBuiltIn(name: string, steps: readonly string[]): boolean {
    return this.areBuiltIn(steps) && this.prefixes().every((prefix) => this.isNobodys(`materialization_${name}_${prefix}`));
  }

  /** Whether a name is none that a project or a package gave. */
  private isNobodys(name: string): boolean {
    return (this.candidates.get(name) ?? []).every((macro) => this.isInternal(macro.package_name));
  }

  isInternal(packageName: string): boolean {
    return this.input.internalPackages.includes(packageName);
  }

  /** What a name means in code of a package: own package, root project, package names, "dbt", internal packages. */
  resolve(name: string, fromPackage: string): MacroName | undefined {
    let known = this.resolved.get(fromPackage);
    if (known === undefined) this.resolved.set(fromPackage, (known = new Map()));
    let found = known.get(name);
    if (found === undefined) known.set(name, (found = this.search(name, fromPackage) ?? null));
    return found ?? undefined;
  }

  private search(name: string, fromPackage: string): MacroName | undefined {
    const local = this.isInternal(fromPackage) ? undefined : this.byPackage.get(fromPackage)?.get(name);
    const macro = local ?? this.byPackage.get(this.rootPackage)?.get(name);
    if (macro !== undefined) return { macro };
    if (name === "dbt" || (this.byPackage.has(name) && !this.isInternal(name))) return { package: name };
    const internal = this.internal.get(name);
    return internal && { macro: internal };
  }

  /** All names that `resolve` knows for a package. */
  names(fromPackage: string): string[] {
    const own = this.isInternal(fromPackage) ? [] : (this.byPackage.get(fromPackage)?.keys() ?? []);
    const packages = [...this.byPackage.keys()].filter((name) => !this.isInternal(name));
    return [
      ...new Set([
        ...own,
        ...(this.byPackage.get(this.rootPackage)?.keys() ?? []),
        ...packages,
        "dbt",
        ...this.internal.keys(),
      ]),
    ];
  }

  /** A member of a package's namespace; "dbt" holds all internal packages. */
  findInPackage(packageName: string, name: string): MacroNode | undefined {
    return this.namespace(packageName)?.get(name);
  }

  /** Names in a package's namespace. */
  namesIn(packageName: string): string[] {
    return [...(this.namespace(packageName)?.keys() ?? [])];
  }

  private namespace(packageName: string): Names | undefined {
    if (packageName === "dbt") return this.internal;
    return this.isInternal(packageName) ? undefined : this.byPackage.get(packageName);
  }

  /**
   * dbt's adapter.dispatch: the first of `adapter__name`, `parent__name`, …, `default__name` in each package of the
   * search order. Without a namespace it is a search as seen from a package, or, `fromPackage` being null, in all.
   * @throws TsmodelError dispatch-not-found, dispatch-name-dotted
   */
  dispatch(name: string, namespace: string | null, fromPackage: string | null): MacroNode {
    const key = `${fromPackage ?? ""}\0${namespace ?? ""}\0${name}`;
    let macro = this.dispatched.get(key);
    if (macro === undefined)
      this.dispatched.set(
        key,
        (macro = this.searchDispatch(name, namespace, (other) => this.findMacro(other, fromPackage))),
      );
    return macro;
  }

  private findMacro(name: string, fromPackage: string | null): MacroNode | undefined {
    if (fromPackage === null) return this.anywhere.get(name);
    const found = this.resolve(name, fromPackage);
    return found !== undefined && "macro" in found ? found.macro : undefined;
  }

  /** `findPlain` is the search where no package is named. */
  private searchDispatch(
    name: string,
    namespace: string | null,
    findPlain: (name: string) => MacroNode | undefined,
  ): MacroNode {
    const dot = name.indexOf(".");
    if (dot >= 0)
      throw fail("dispatch-name-dotted", { name, namespace: name.slice(0, dot), macro: name.slice(dot + 1) });
    const searched: string[] = [];
    for (const packageName of this.dispatchOrder(namespace)) {
      for (const prefix of this.prefixes()) {
        const candidate = `${prefix}__${name}`;
        const macro =
          packageName === null ? findPlain(candidate) : this.findInPackage(packageName, candidate);
        if (macro !== undefined) return macro;
        searched.push(packageName === null ? candidate : `${packageName}.${candidate}`);
      }
    }
    const dispatchable = [...this.candidates.keys()].flatMap(
      (other) => /^[a-z0-9]+__(.+)$/.exec(other)?.[1] ?? [],
    );
    throw fail("dispatch-not-found", {
      name,
      namespace,
      searched,
      nearest: findNearestName(name, dispatchable),
    });
  }

  private prefixes(): string[] {
    return [...this.input.adapterTypes, "default"];
  }

  private dispatchOrder(namespace: string | null): readonly (string | null)[] {
    if (namespace === null) return [null];
    const configured = this.input.dispatchConfig.find(
      (entry) => entry.macro_namespace === namespace,
    )?.search_order;
    if (configured !== undefined && configured.length > 0) return configured;
    const known =
      namespace === "dbt" || this.input.packages.includes(namespace) || this.isInternal(namespace);
    return known ? [this.rootPackage, namespace] : [null];
  }

  /** dbt's find_macro_by_name, what adapters and run-operation use: root project over packages over internals. */
  findByName(name: string, packageName?: string | null): MacroNode | undefined {
    const candidates = this.candidates.get(name) ?? [];
    return rankByLocality(
      packageName == null ? candidates : candidates.filter((macro) => macro.package_name === packageName),
      this.homes(),
    )[0];
  }

  /** @throws TsmodelError macro-not-found */
  getByName(name: string, packageName?: string | null): MacroNode {
    const macro = this.findByName(name, packageName);
    if (macro === undefined)
      throw fail("macro-not-found", {
        name,
        packageName,
        nearest: findNearestName(name, this.candidates.keys()),
      });
    return macro;
  }

  private homes(): MacroHomes {
    return { rootPackage: this.rootPackage, internalPackages: this.input.internalPackages };
  }

  /** The macro that builds nodes of this kind. @throws TsmodelError materialization-ambiguous */
  findMaterialization(name: string): MacroNode | undefined {
    let chosen = this.materializations.get(name);
    if (chosen === undefined) {
      const byPrefix = this.prefixes().map(
        (prefix) => this.candidates.get(`materialization_${name}_${prefix}`) ?? [],
      );
      const explicit = this.input.explicitMaterializationOverrides ?? true;
      chosen = chooseMaterialization(byPrefix, this.homes(), explicit);
      if (chosen !== undefined) this.materializations.set(name, chosen);
    }
    if (chosen?.overridesBuiltIn) this.input.onMaterializationOverride?.(chosen.macro.package_name, name);
    return chosen?.macro;
  }

  /** The macro behind a generic test. `namespace` is the "dbt_utils" of "dbt_utils.equality". */
  findTestMacro(name: string, namespace: string | null, fromPackage: string): MacroNode | undefined {
    return this.findFrom(namespace ?? fromPackage, `test_${name}`);
  }

  /** dbt's MacroResolver: a package's own macro, else the one that wins everywhere. */
  findFrom(packageName: string, name: string): MacroNode | undefined {
    return this.byPackage.get(packageName)?.get(name) ?? this.anywhere.get(name);
  }

  /** generate_schema_name and its kin; with `importedPackage` only that package's own one. */
  findGenerateMacro(
    component: "schema" | "database" | "alias" | (string & {}),
    importedPackage?: string,
  ): MacroNode | undefined {
    const candidates = this.candidates.get(`generate_${component}_name`) ?? [];
    const isImported = (macro: MacroNode): boolean =>
      macro.package_name !== this.rootPackage && !this.isInternal(macro.package_name);
    const allowed = candidates.filter((macro) =>
      importedPackage === undefined
        ? !isImported(macro)
        : isImported(macro) && macro.package_name === importedPackage,
    );
    return rankByLocality(allowed, this.homes())[0];
  }

  /** Whether the strategy macro of microbatch models is the built-in one: then they always run batch by batch. */
  get microbatchMacroIsBuiltIn(): boolean {
    const macro = this.findByName("get_incremental_microbatch_sql");
    return macro !== undefined && this.isInternal(macro.package_name);
  }

  /** The compiled template of one macro block, compiled on first use. @throws JinjaError */
  compile(macro: MacroNode): CompiledMacro {
    let compiled = this.compiled.get(macro);
    if (compiled === undefined) this.compiled.set(macro, (compiled = this.compileBlock(macro)));
    return compiled;
  }

  private template(macro: MacroNode): Template {
    return this.environment.compile(macro.macro_sql, {
      name: macro.name,
      origin: () => this.originOf(macro),
      prepared: this.isInternal(macro.package_name),
    });
  }

  private compileBlock(macro: MacroNode): CompiledMacro {
    const [compiled] = this.template(macro).macros;
    if (compiled === undefined)
      throw fail("macro-not-found", { name: macro.name, packageName: macro.package_name });
    return compiled;
  }

  private originOf(macro: MacroNode): SourceOrigin | undefined {
    const file = this.input.readFile?.(macro);
    const offset = file?.text.indexOf(macro.macro_sql) ?? -1;
    if (file === undefined || offset < 0) return undefined;
    this.texts.set(file.file, { text: file.text, internal: this.isInternal(macro.package_name) });
    return { file: file.file, text: file.text, offset };
  }

  /** The text of a file that compiled macros stand in, by the path errors show. */
  textOf(file: string): string | undefined {
    return this.texts.get(file)?.text;
  }

  /** Whether a file is one of ours: errors show the user's files first. */
  isInternalFile(file: string): boolean {
    return this.texts.get(file)?.internal ?? false;
  }

  /**
   * Parses every macro and fills its `depends_on.macros` from the calls in its text, and its `arguments` when asked to
   * (dbt's flag validate_macro_args). @throws TsmodelErrors template-syntax, one for each macro that cannot be parsed
   */
  linkMacros({ known = () => false, withArguments = false }: LinkOptions = {}): void {
    const problems: TsmodelError[] = [];
    for (const macro of this.macros.values()) {
      try {
        this.linkMacro(macro, known, withArguments);
      } catch (error) {
        problems.push(
          templateError(error, { textOf: (file) => this.textOf(file), node: macro }) as TsmodelError,
        );
      }
    }
    if (problems.length > 0) throw new TsmodelErrors(problems);
  }

  private linkMacro(macro: MacroNode, known: (name: string) => boolean, withArguments: boolean): void {
    const { macros } = macro.depends_on;
    const calls = this.input.knownCalls?.(macro) ?? staticCalls(this.template(macro).ast);
    for (const id of this.calledBy(calls, macro, known)) if (!macros.includes(id)) macros.push(id);
    if (!withArguments || macro.arguments.length > 0) return;
    for (const name of this.template(macro).macros[0]?.argumentNames ?? [])
      macro.arguments.push({ name, type: null, description: "" });
  }

  private calledBy(calls: readonly StaticCall[], from: MacroNode, known: (name: string) => boolean): string[] {
    const scope: StaticScope = {
      self: from.name,
      known,
      find: (packageName, name) => this.findFrom(packageName ?? from.package_name, name),
      dispatch: (name, namespace) =>
        this.searchDispatch(name, namespace, (other) => this.anywhere.get(other)),
    };
    return resolveCalls(calls, scope).map((macro) => macro.unique_id);
  }

  /** The nearest macro name, for hints. */
  nearest(name: string, fromPackage: string): string | undefined {
    return findNearestName(name, this.names(fromPackage));
  }
}

/** @throws TsmodelError macro-duplicate */
function groupByPackage(macros: Iterable<MacroNode>): Map<string, Names> {
  const grouped = new Map<string, Names>();
  for (const macro of macros) {
    let names = grouped.get(macro.package_name);
    if (names === undefined) grouped.set(macro.package_name, (names = new Map()));
    const other = names.get(macro.name);
    if (other !== undefined) {
      const paths = [macro.original_file_path, other.original_file_path];
      throw fail("macro-duplicate", { name: macro.name, package: macro.package_name, paths });
    }
    names.set(macro.name, macro);
  }
  return grouped;
}

function addAll(target: Names, source: Names | undefined): void {
  for (const [name, macro] of source ?? []) target.set(name, macro);
}
