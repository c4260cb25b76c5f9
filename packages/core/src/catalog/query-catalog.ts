/** Asks the adapter's macros what the database knows: one query for each database, by relations or by schemas. */
import type { Value } from "@tsmodel/jinja";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import type { Runtime } from "../context/runtime.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { Relation } from "../template/relation/relation.ts";
import { ResultTable } from "../template/table/result-table.ts";
import { catalogRows, placeKey, placeOf, textOf, type CatalogRow } from "./catalog-tables.ts";

export interface CatalogQuery {
  /** Every relation of the project. */
  readonly all: readonly Relation[];
  /** Only these; undefined means all that the schemas hold. */
  readonly wanted?: readonly Relation[];
  /** [database, schema] of every node and source: what else a schema's query brings is left out. */
  readonly usedSchemas: readonly (readonly [string | null, string | null])[];
}

export interface CatalogAnswer {
  readonly rows: readonly CatalogRow[];
  /** Databases that could not be asked. */
  readonly errors: readonly TsmodelError[];
}

/** Beyond this many relations whole schemas are listed: dbt's limit. */
const MOST_RELATIONS = 100;

export async function queryCatalog(
  runtime: Runtime,
  { all, wanted, usedSchemas }: CatalogQuery,
): Promise<CatalogAnswer> {
  const byRelations =
    wanted !== undefined &&
    wanted.length <= MOST_RELATIONS &&
    runtime.shared.project.profile.plugin.capabilities.schemaMetadataByRelations === true;
  const groups = groupByDatabase(byRelations ? wanted : all);
  const answers = await Promise.all(groups.map((relations) => askOne(runtime, relations, byRelations)));
  const used = new Set(usedSchemas.map(([database, schema]) => placeKey(database, schema, null)));
  const places =
    wanted && wanted.length > 0
      ? new Set(wanted.map((each) => placeKey(each.database, each.schema, each.identifier)))
      : undefined;
  const rows = answers
    .flatMap((answer) => answer.rows)
    .filter((row) => isUsed(row, used) && (places === undefined || places.has(placeOf(row))));
  return { rows, errors: answers.flatMap(({ error }) => (error ? [error] : [])) };
}

const isUsed = (row: CatalogRow, used: ReadonlySet<string>): boolean => {
  const [database, schema] = [textOf(row, "table_database"), textOf(row, "table_schema")];
  return database !== null && schema !== null && used.has(placeKey(database, schema, null));
};

function groupByDatabase(relations: readonly Relation[]): Relation[][] {
  const groups = new Map<string, Relation[]>();
  for (const relation of relations) {
    const key = relation.informationSchemaOf().render();
    const group = groups.get(key);
    if (group) group.push(relation);
    else groups.set(key, [relation]);
  }
  return [...groups.values()];
}

async function askOne(
  runtime: Runtime,
  relations: readonly Relation[],
  byRelations: boolean,
): Promise<{ rows: CatalogRow[]; error?: TsmodelError }> {
  const [first] = relations;
  const connection = runtime.connect(`${first!.database ?? ""}.information_schema`);
  const information_schema = first!.informationSchemaOf();
  try {
    const answer = byRelations
      ? await runtime.callMacro(
          "get_catalog_relations",
          { information_schema, relations: distinct(relations) },
          connection,
        )
      : await runtime.callMacro(
          "get_catalog",
          { information_schema, schemas: schemasOf(relations) },
          connection,
        );
    return { rows: answer instanceof ResultTable ? catalogRows(answer) : [] };
  } catch (thrown) {
    return { rows: [], error: toTsmodelError(thrown, { shared: runtime.shared }) };
  } finally {
    await connection.release();
  }
}

const distinct = (relations: readonly Relation[]): Value[] => [
  ...new Map(relations.map((relation) => [relation.render(), relation])).values(),
];

const schemasOf = (relations: readonly Relation[]): Value[] => [
  ...new Set(relations.map(({ schema }) => schema?.toLowerCase() ?? null)),
];
