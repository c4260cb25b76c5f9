/** Adapter methods about relations and schemas: the macros do the work, the cache follows. */
import { asString, isTruthy, pyIterate, pyStr, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { method, type Methods } from "../../template/python/function.ts";
import type { Relation, RelationPath, RelationType } from "../../template/relation/relation.ts";
import { ResultTable } from "../../template/table/result-table.ts";
import type { SharedContext } from "../shared-context.ts";
import type { AdapterScope } from "./adapter-scope.ts";
import { toRelation } from "./argument-type.ts";

export const relationMethods: Methods<AdapterScope> = {
  get_relation: method(
    ["database", "schema", "identifier"],
    (scope, database: Value, schema: Value, identifier: Value) =>
      findRelation(scope, {
        database: textOrNull(database),
        schema: textOrNull(schema),
        identifier: textOrNull(identifier),
      }),
  ),
  already_exists: method(["schema", "name"], async (scope, schema: Value, name: Value) => {
    warnDeprecated(scope.shared, "already_exists", "get_relation");
    const { database } = scope.shared.project.profile.credentials;
    return (
      (await findRelation(scope, { database, schema: textOrNull(schema), identifier: textOrNull(name) })) !==
      null
    );
  }),
  check_schema_exists: method(["database", "schema"], async (scope, database: Value, schema: Value) => {
    const where = scope.shared.relationClass.createFrom(
      { database: textOrNull(database), schema: textOrNull(schema), identifier: "INFORMATION_SCHEMA" },
      scope.shared.quoting,
    );
    const result = await scope.callMacro("check_schema_exists", {
      information_schema: where.informationSchemaOf(),
      schema,
    });
    return isTruthy(firstCell(result) ?? false);
  }),
  create_schema: method(["relation"], async (scope, relation: Value) => {
    await scope.callMacro("create_schema", {
      relation: toRelation("create_schema", "relation", relation).withoutIdentifier(),
    });
    await scope.connection.commit();
    return null;
  }),
  drop_schema: method(["relation"], async (scope, relation: Value) => {
    const schema = toRelation("drop_schema", "relation", relation).withoutIdentifier();
    await scope.callMacro("drop_schema", { relation: schema });
    await scope.connection.commit();
    scope.cache.dropSchema(schema);
    return null;
  }),
  drop_relation: method(["relation"], async (scope, value: Value) => {
    const relation = toRelation("drop_relation", "relation", value);
    if (relation.type === null) throw fail("null-relation-type", { relation: pyStr(relation) });
    scope.cache.drop(relation);
    await scope.callMacro("drop_relation", { relation });
    return null;
  }),
  truncate_relation: method(["relation"], async (scope, relation: Value) => {
    await scope.callMacro("truncate_relation", { relation });
    return null;
  }),
  rename_relation: method(["from_relation", "to_relation"], async (scope, from: Value, to: Value) => {
    scope.cache.rename(
      toRelation("rename_relation", "from_relation", from),
      toRelation("rename_relation", "to_relation", to),
    );
    await scope.callMacro("rename_relation", { from_relation: from, to_relation: to });
    return null;
  }),
  cache_added: method(["relation"], ({ cache, node }, relation: Value) => {
    if (relation === null) throw fail("null-relation", { action: "cache", node: node.unique_id });
    cache.add(toRelation("cache_added", "relation", relation));
    return "";
  }),
  cache_dropped: method(["relation"], ({ cache, node }, relation: Value) => {
    if (relation === null) throw fail("null-relation", { action: "drop", node: node.unique_id });
    cache.drop(toRelation("cache_dropped", "relation", relation));
    return "";
  }),
  cache_renamed: method(["from_relation", "to_relation"], ({ cache, node }, from: Value, to: Value) => {
    if (from === null || to === null) throw fail("null-relation", { action: "rename", node: node.unique_id });
    cache.rename(
      toRelation("cache_renamed", "from_relation", from),
      toRelation("cache_renamed", "to_relation", to),
    );
    return "";
  }),
};

const textOrNull = (value: Value): string | null => asString(value) ?? null;

export function warnDeprecated(shared: SharedContext, old: string, current: string): void {
  const message = `The adapter function \`adapter.${old}\` is deprecated. Use \`adapter.${current}\` instead.`;
  shared.warn({
    name: "AdapterDeprecationWarning",
    code: "D005",
    message,
    data: { old_name: old, new_name: current },
  });
}

function firstCell(table: Value): Value | undefined {
  if (table instanceof ResultTable) return table.rowValues[0]?.[0];
  for (const row of pyIterate(table)) for (const cell of pyIterate(row)) return cell;
  return undefined;
}

/** What finding a relation needs. */
export type RelationScope = Pick<AdapterScope, "shared" | "cache" | "callMacro">;

/** The relation with this name, or null: dbt's adapter.get_relation. @throws TsmodelError relation-ambiguous, relation-approximate-match */
export async function findRelation(scope: RelationScope, path: RelationPath): Promise<Relation | null> {
  const search = foldUnquoted(scope.shared, path);
  const known = path.identifier === null ? await listRelations(scope, path) : await namedRelation(scope, path);
  const matches = known.filter((relation) => relation.matches(search));
  if (matches.length > 1)
    throw fail("relation-ambiguous", {
      search: JSON.stringify(path),
      matches: matches.map((match) => match.render()).join("\n"),
    });
  return matches[0] ?? null;
}

/** The relation of this name in its schema, as a list of one or none: a schema of thousands is not gone through. */
async function namedRelation(scope: RelationScope, path: RelationPath): Promise<readonly Relation[]> {
  const found = await scope.cache.find(path, () => queryRelations(scope, path));
  return found === undefined ? [] : [found];
}

/** The relations of a schema, by a query unless they are known. */
export function listRelations(
  scope: RelationScope,
  { database, schema }: Pick<RelationPath, "database" | "schema">,
): Promise<readonly Relation[]> {
  return scope.cache.list({ database, schema }, () => queryRelations(scope, { database, schema }));
}

/** dbt's list_relations_without_caching: rows of database, name, schema, type. */
export async function queryRelations(
  scope: RelationScope,
  { database, schema }: Pick<RelationPath, "database" | "schema">,
): Promise<Relation[]> {
  const { relationClass, quoting } = scope.shared;
  const schemaRelation = relationClass
    .createFrom({ database, schema, identifier: "" }, quoting)
    .withoutIdentifier();
  const rows = await scope.callMacro("list_relations_without_caching", { schema_relation: schemaRelation });
  const quotePolicy = { database: true, schema: true, identifier: true };
  return (
    rows instanceof ResultTable ? rows.rowValues : [...pyIterate(rows)].map((row) => [...pyIterate(row)])
  ).map(([database, name, schema, type]) =>
    relationClass.create(
      { database: textOrNull(database!), schema: textOrNull(schema!), identifier: textOrNull(name!) },
      { type: relationType(type!), quotePolicy },
    ),
  );
}

const RELATION_TYPES: ReadonlySet<string> = new Set([
  "table",
  "view",
  "cte",
  "materialized_view",
  "ephemeral",
  "external",
  "pointer_table",
  "function",
]);

function relationType(type: Value): RelationType {
  const text = asString(type) ?? "";
  return RELATION_TYPES.has(text) ? (text as RelationType) : "external";
}

/** Names that the project leaves unquoted are looked for in lower case. */
function foldUnquoted({ quoting }: SharedContext, path: RelationPath): Partial<RelationPath> {
  const fold = (name: string | null, quoted: boolean): string | null =>
    quoted ? name : (name?.toLowerCase() ?? null);
  return {
    database: fold(path.database, quoting.database),
    schema: fold(path.schema, quoting.schema),
    identifier: fold(path.identifier, quoting.identifier),
  };
}
