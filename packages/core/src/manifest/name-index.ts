/**
 * What names mean in a project: built while parsing, asked by every `ref()`, `source()` and `doc()` afterwards. Each
 * table goes from a name to the packages that have it, in the order they were added; dbt's lookups do the same.
 */
import type {
  DocBlock,
  ExposureNode,
  FunctionNode,
  ManifestNode,
  SemanticResource,
  SourceDefinition,
  UnitTestDefinition,
} from "./node.ts";

export type DisableableResource =
  ManifestNode | SourceDefinition | ExposureNode | SemanticResource | UnitTestDefinition | FunctionNode;

/** name → package → unique id */
type Table = Map<string, Map<string, string>>;

export interface NameIndexOptions {
  readonly rootPackage: string;
  /** dbt's flag require_ref_searches_node_package_before_root. */
  readonly nodePackageFirst: boolean;
}

export class NameIndex {
  readonly rootPackage: string;
  readonly nodePackageFirst: boolean;
  /** Models, seeds and snapshots; versions also as "name.v2". */
  readonly refables: Table = new Map();
  /** "source.table" */
  readonly sources: Table = new Map();
  readonly docs: Table = new Map();
  readonly metrics: Table = new Map();
  readonly savedQueries: Table = new Map();
  readonly functions: Table = new Map();
  readonly analyses: Table = new Map();
  readonly singularTests: Table = new Map();
  /** Semantic models by the measures they have, disabled ones included. */
  readonly measures: Table = new Map();
  /** Search name → package → resources. */
  readonly disabled: Map<string, Map<string, DisableableResource[]>> = new Map();

  constructor(options: NameIndexOptions) {
    this.rootPackage = options.rootPackage;
    this.nodePackageFirst = options.nodePackageFirst;
  }

  /** Where a name used by a package's code is looked for; null is "in any package". */
  searchOrder(fromPackage: string, targetPackage: string | null): readonly (string | null)[] {
    if (targetPackage !== null) return [targetPackage];
    if (fromPackage === this.rootPackage) return [fromPackage, null];
    return this.nodePackageFirst
      ? [fromPackage, this.rootPackage, null]
      : [this.rootPackage, fromPackage, null];
  }

  addNode(node: ManifestNode): void {
    if (node.resource_type === "analysis") addName(this.analyses, node.name, node);
    else if (node.resource_type === "test" && node.test_metadata === undefined)
      addName(this.singularTests, node.name, node);
    else if (isRefable(node)) this.addRefable(node);
  }

  private addRefable(node: ManifestNode): void {
    if (node.resource_type !== "model" || node.version === null)
      return addName(this.refables, node.name, node);
    if (!this.refables.has(node.name)) this.refables.set(node.name, new Map());
    addName(this.refables, `${node.name}.v${node.version}`, node);
    if (node.version === node.latest_version) addName(this.refables, node.name, node);
  }

  /** Forgets a node under the names it has now: call it before they change. */
  removeNode(node: ManifestNode): void {
    for (const name of [node.name, searchNameOf(node)]) {
      const packages = this.refables.get(name);
      if (packages?.get(node.package_name) === node.unique_id) packages.delete(node.package_name);
    }
  }

  addSource(source: SourceDefinition): void {
    addName(this.sources, `${source.source_name}.${source.name}`, source);
  }

  addDoc(doc: DocBlock): void {
    addName(this.docs, doc.name, doc);
  }

  addFunction(node: FunctionNode): void {
    addName(this.functions, node.name, node);
  }

  addSemantic(resource: SemanticResource): void {
    if (resource.resource_type === "metric") addName(this.metrics, resource.name, resource);
    else if (resource.resource_type === "saved_query") addName(this.savedQueries, resource.name, resource);
    else this.addMeasures(resource);
  }

  addMeasures(model: SemanticResource): void {
    for (const measure of (model.measures ?? []) as { name: string }[])
      addName(this.measures, measure.name, model);
  }

  addDisabled(resource: DisableableResource): void {
    const name = searchNameOf(resource);
    let packages = this.disabled.get(name);
    if (packages === undefined) this.disabled.set(name, (packages = new Map()));
    const known = packages.get(resource.package_name);
    if (known === undefined) packages.set(resource.package_name, [resource]);
    else known.push(resource);
    if (resource.resource_type === "semantic_model") this.addMeasures(resource as SemanticResource);
  }

  removeDisabled(resource: DisableableResource): void {
    const known = this.disabled.get(searchNameOf(resource))?.get(resource.package_name);
    const at = known?.indexOf(resource) ?? -1;
    if (at >= 0) known!.splice(at, 1);
  }

  /** Disabled resources of a name; with `packageName` null those of the first package that has any. */
  findDisabled(
    name: string,
    packageName: string | null,
    resourceTypes?: readonly string[],
  ): DisableableResource[] {
    const packages = this.disabled.get(name);
    if (packages === undefined) return [];
    const found = packageName === null ? first(packages.values()) : packages.get(packageName);
    if (found === undefined) return [];
    return resourceTypes === undefined
      ? found
      : found.filter((node) => resourceTypes.includes(node.resource_type));
  }
}

export function isRefable(node: { readonly resource_type: string }): boolean {
  return node.resource_type === "model" || node.resource_type === "seed" || node.resource_type === "snapshot";
}

/** The name a resource is found under: "orders.v2" for versions, "source.table" for sources. */
export function searchNameOf(node: DisableableResource): string {
  if (node.resource_type === "source") return `${node.source_name}.${node.name}`;
  if (node.resource_type === "model" && node.version !== null) return `${node.name}.v${node.version}`;
  return node.name;
}

/** The unique id behind a name in one package, or with null in the first package that has it. */
export function findId(table: Table, name: string, packageName: string | null): string | undefined {
  const packages = table.get(name);
  if (packages === undefined) return undefined;
  return packageName === null ? first(packages.values()) : packages.get(packageName);
}

function addName(
  table: Table,
  name: string,
  resource: { readonly package_name: string; readonly unique_id: string },
): void {
  const packages = table.get(name);
  if (packages === undefined) table.set(name, new Map([[resource.package_name, resource.unique_id]]));
  else packages.set(resource.package_name, resource.unique_id);
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value;
  return undefined;
}
