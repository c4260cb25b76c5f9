/** ref(), source(), function() and metric() of a running node: names become relations. */
import type { Callable, Value } from "@tsmodel/jinja";
import type { Unresolved } from "../errors/messages/parse.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { FunctionNode, GraphNode, ManifestNode, RefArgs, SourceDefinition } from "../manifest/node.ts";
import {
  findFunction,
  findMetric,
  findRef,
  findSource,
  isDisabled,
  nearestRef,
  nearestSource,
  type Lookup,
} from "../manifest/ref-lookup.ts";
import type { QuotePolicy } from "../adapter/adapter.ts";
import type { Relation } from "../template/relation/relation.ts";
import type { RelationOptions } from "../template/relation/relation-class.ts";
import { findRelation, type RelationScope } from "./adapter/relation-methods.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import { eventTimeFilter, type EventTimeScope } from "./event-time-filter.ts";
import { ResolvedMetric } from "./resolved-metric.ts";
import { refuseForbiddenRef } from "./reference-access.ts";
import { readNameArguments, readRefArguments, readSourceArguments } from "./reference-arguments.ts";
import { tellOfNewerVersion } from "./unpinned-ref.ts";

/** The CTE that stands in for an input of a tested model. */
export interface StandIn {
  readonly uniqueId: string;
  readonly cteName: string;
}

export interface ReferenceScope extends RelationScope, EventTimeScope {
  /** Ephemeral models and stand-ins that were referred to: what has to become CTEs. */
  readonly ctes: Set<string>;
  readonly selected: ReadonlySet<string>;
  /** Operations may refer to anything that has a relation. */
  readonly operation: boolean;
  /** Of a unit test: what is given, by the unique id it stands for. */
  readonly inputs?: ReadonlyMap<string, StandIn>;
}

export function createRef(scope: ReferenceScope): Callable {
  return (args, kwargs) => resolveRef(scope, readRefArguments(args, kwargs));
}

/** @throws TsmodelError ref-not-found, ref-not-allowed, ref-not-inferred, ephemeral-in-operation */
function resolveRef(scope: ReferenceScope, ref: RefArgs): Value | Promise<Value> {
  const { manifest } = scope.shared;
  const target = enabled(scope, findRef(manifest, ref, scope.node.package_name), {
    what: "node",
    name: ref.name,
    package: ref.package,
    version: ref.version,
    nearest: () => nearestRef(manifest, ref.name),
  });
  refuseForbiddenRef(scope.shared, scope.node, target);
  if (scope.inputs !== undefined) return givenRelation(scope, scope.inputs, target, "node", ref.name);
  if (!scope.operation) {
    if (ref.version === null)
      tellOfNewerVersion(manifest, scope.node as GraphNode, target, scope.shared.report);
    requireDependency(scope.node, target, ref);
  }
  return relationOfRef(scope, target);
}

/** @throws TsmodelError ref-not-inferred */
function requireDependency(
  node: ContextNode,
  target: ManifestNode,
  { name, package: packageName, version }: RefArgs,
): void {
  const dependsOn = fieldOf(node, "depends_on") as { readonly nodes?: readonly string[] } | undefined;
  if (dependsOn?.nodes?.includes(target.unique_id)) return;
  const words = [...(packageName === null ? [] : [packageName]), name].map((word) => `'${word}'`);
  throw fail("ref-not-inferred", {
    model: node.name,
    ref: [...words, ...(version === null ? [] : [`version='${version}'`])].join(", "),
  });
}

function relationOfRef(scope: ReferenceScope, target: ManifestNode): Value | Promise<Value> {
  const cut = cutOf(scope, target);
  if (target.config.materialized === "ephemeral" && target.resource_type === "model") {
    if (scope.operation) throw fail("ephemeral-in-operation", { name: target.name });
    scope.ctes.add(target.unique_id);
    return scope.shared.relationClass.createEphemeralFrom(target.alias, cut);
  }
  return deferred(scope, target, (place) =>
    createRelation(scope, place, scope.shared.project.root.quoting, cut),
  );
}

interface Place {
  readonly database: string | null;
  readonly schema: string | null;
  readonly alias: string;
}

function createRelation(
  { shared }: ReferenceScope,
  place: Place,
  quoting: Partial<QuotePolicy>,
  options: RelationOptions,
): Relation {
  return shared.relationClass.createFrom(
    { database: place.database, schema: place.schema, identifier: place.alias },
    quoting,
    options,
  );
}

/** --defer: where the other state has it, when this one has not, or with --favor-state when it is not selected. */
function deferred(
  scope: ReferenceScope,
  target: ManifestNode | FunctionNode,
  create: (place: Place) => Relation,
): Value | Promise<Value> {
  const { flags } = scope.shared.project;
  if (flags["defer"] !== true) return create(target);
  const other = fieldOf(target, "defer_relation") as Place | null | undefined;
  if (other === null || other === undefined) return create(target);
  if (flags["favor_state"] === true && !scope.selected.has(target.unique_id)) return create(other);
  const path = { database: target.database, schema: target.schema, identifier: target.alias };
  return findRelation(scope, path).then((found) => create(found === null ? other : target));
}

/** --empty and time slices; a unit test's fixtures are never cut. */
function cutOf(
  scope: ReferenceScope,
  target: ContextNode,
): Pick<RelationOptions, "limit" | "eventTimeFilter"> {
  const limit = scope.inputs === undefined && scope.shared.project.flags["empty"] === true ? 0 : null;
  return { limit, eventTimeFilter: eventTimeFilter(scope, target) };
}

/** In a unit test all there is has been given. @throws TsmodelError unit-test-input-missing */
function givenRelation(
  scope: ReferenceScope,
  inputs: ReadonlyMap<string, StandIn>,
  target: { readonly unique_id: string },
  what: string,
  name: string,
): Relation {
  const standIn = inputs.get(target.unique_id);
  if (standIn === undefined) {
    const { unique_id: id, original_file_path: path } = scope.node;
    throw fail("unit-test-input-missing", { id, path, what, name });
  }
  scope.ctes.add(standIn.uniqueId);
  return scope.shared.relationClass.createEphemeralFrom(standIn.cteName);
}

export function createSource(scope: ReferenceScope): Callable {
  return (args) => resolveSource(scope, ...readSourceArguments(args));
}

/** @throws TsmodelError ref-not-found */
function resolveSource(scope: ReferenceScope, sourceName: string, tableName: string): Relation {
  const { shared } = scope;
  const source = enabled(scope, findSource(shared.manifest, sourceName, tableName, scope.node.package_name), {
    what: "source",
    name: `${sourceName}.${tableName}`,
    nearest: () => nearestSource(shared.manifest, sourceName, tableName),
  });
  if (scope.inputs === undefined) return sourceRelation(scope, source);
  return givenRelation(scope, scope.inputs, source, "source", `${sourceName}.${tableName}`);
}

/** Sources are quoted by their own words alone, the project's do not count. */
export function sourceRelation(scope: ReferenceScope, source: SourceDefinition): Relation {
  const { relationClass, project } = scope.shared;
  const { column: _, ...quoting } = source.quoting;
  const written = Object.fromEntries(
    Object.entries(quoting).filter(([, value]) => value !== null),
  ) as Partial<QuotePolicy>;
  const external = project.profile.plugin.dialect.sourceLocation?.(source) ?? null;
  const place = {
    database: source.database,
    schema: source.schema,
    identifier: source.identifier,
    quoting: written,
  };
  return relationClass.createFrom(place, {}, { ...cutOf(scope, source), external });
}

export function createFunction(scope: ReferenceScope): Callable {
  return (args) => {
    const { name, package: packageName } = readNameArguments("function", args);
    const found = findFunction(scope.shared.manifest, name, packageName, scope.node.package_name);
    const target = enabled(scope, found, { what: "function", name, package: packageName });
    return deferred(scope, target, (place) =>
      createRelation(scope, place, {}, { ...cutOf(scope, target), type: "function" }),
    );
  };
}

export function createMetric(scope: ReferenceScope): Callable {
  return (args) => {
    const { name, package: packageName } = readNameArguments("metric", args);
    const { manifest } = scope.shared;
    const found = findMetric(manifest, name, packageName, scope.node.package_name);
    return new ResolvedMetric(enabled(scope, found, { what: "metric", name, package: packageName }), manifest);
  };
}

interface Wanted extends Pick<Unresolved, "what" | "name" | "package" | "version"> {
  readonly nearest?: () => string | undefined;
}

/** @throws TsmodelError ref-not-found */
function enabled<T extends object>({ node }: ReferenceScope, found: Lookup<T>, wanted: Wanted): T {
  if (found !== undefined && !isDisabled(found)) return found as T;
  const kind = node.resource_type[0]!.toUpperCase() + node.resource_type.slice(1);
  throw fail("ref-not-found", {
    ...wanted,
    kind,
    id: node.unique_id,
    path: node.original_file_path,
    disabled: found !== undefined,
    nearest: wanted.nearest?.(),
  });
}
