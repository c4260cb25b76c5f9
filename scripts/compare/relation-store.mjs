// Every relation of a side after each step, copied into one DuckDB file: views are read where they live, under the name
// their database has there, and compared afterwards as tables.
import { existsSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const SHOWN_ROWS = 3;

/** `files` names a DuckDB file for each side. */
export async function openStore(files) {
  const facts = [];
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  for (const [side, path] of Object.entries(files))
    await connection.run(`attach ${literal(path)} as ${quote(`store_${side}`)}`);
  return {
    facts,
    run: (sql) => objects(connection, sql),
    read: (place) => readRelations(connection, facts, place),
    async close() {
      for (const side of Object.keys(files)) await connection.run(`detach ${quote(`store_${side}`)}`);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Where a relation's rows are kept. `relation` is "database.schema.name". */
export function tableOf(side, step, relation) {
  return `${quote(`store_${side}`)}.step_${step}.${quote(relation)}`;
}

async function readRelations(connection, facts, { side, step, profile, folder }) {
  const present = profile.databases.filter(({ path }) => existsSync(path));
  const back = process.cwd();
  process.chdir(folder);
  try {
    await connection.run(`create schema if not exists ${quote(`store_${side}`)}.step_${step}`);
    await connection.run("set enable_external_file_cache = false");
    // Views find their files as they did while building.
    for (const [name, value] of Object.entries(profile.settings))
      await connection.run(`set ${name} = ${literal(String(value))}`);
    for (const { name, path } of present)
      await connection.run(`attach ${literal(path)} as ${quote(name)} (read_only)`);
    if (present.length > 0) await connection.run(`use ${quote(present[0].name)}`);
    for (const fact of await readFacts(connection, present)) facts.push({ ...fact, side, step });
    for (const { relation, source } of await listRelations(connection, present)) {
      try {
        await connection.run(`create table ${tableOf(side, step, relation)} as select * from ${source}`);
      } catch (error) {
        facts.push({ kind: "unreadable relations", relation, fact: firstLine(error), side, step });
      }
    }
  } finally {
    await connection.run("use memory");
    for (const { name } of present) await connection.run(`detach ${quote(name)}`);
    process.chdir(back);
  }
}

async function listRelations(connection, databases) {
  const rows = await objects(
    connection,
    `select database_name, schema_name, table_name as name from duckdb_tables() where not internal and not temporary
     union all select database_name, schema_name, view_name from duckdb_views() where not internal and not temporary`,
  );
  return rows
    .filter((row) => databases.some(({ name }) => name === row.database_name))
    .map((row) => ({
      relation: `${row.database_name}.${row.schema_name}.${row.name}`,
      source: [row.database_name, row.schema_name, row.name].map(quote).join("."),
    }));
}

/** What the database says of its relations, as lines to compare. */
async function readFacts(connection, databases) {
  const rows = await objects(
    connection,
    `select 'relations' as kind, database_name, schema_name, table_name as name, 'table' || coalesce(', ' || comment, '') as fact from duckdb_tables() where not internal and not temporary
     union all select 'relations', database_name, schema_name, view_name, 'view' || coalesce(', ' || comment, '') from duckdb_views() where not internal and not temporary
     union all select 'view definitions', database_name, schema_name, view_name, sql from duckdb_views() where not internal and not temporary
     union all select 'columns', database_name, schema_name, table_name,
       column_index || ' ' || column_name || ' ' || data_type || if(is_nullable, '', ' not null') || coalesce(' default ' || column_default, '') || coalesce(', ' || comment, '')
       from duckdb_columns() where not internal
     union all select 'constraints', database_name, schema_name, table_name, coalesce(constraint_text, constraint_type) from duckdb_constraints()
     union all select 'indexes', database_name, schema_name, table_name, regexp_replace(sql, '(INDEX )\\S+', '\\1?') from duckdb_indexes()
     union all select 'functions', database_name, schema_name, function_name, parameters::varchar || ' ' || macro_definition from duckdb_functions() where not internal and macro_definition is not null`,
  );
  return rows
    .filter((row) => databases.some(({ name }) => name === row.database_name))
    .map(({ kind, database_name: database, schema_name: schema, name, fact }) => ({
      kind,
      relation: `${database}.${schema}.${name}`,
      fact,
    }));
}

/** Differences after one step: → [{kind, at, detail}] */
export async function compareStores(store, { index, command }, plan) {
  const of = (side) => store.facts.filter((fact) => fact.step === index && fact.side === side);
  const found = [...onlyIn("dbt", of("dbt"), of("tsmodel")), ...onlyIn("tsmodel", of("tsmodel"), of("dbt"))];
  for (const { kind, relation, fact } of of("dbt"))
    if (kind === "unreadable relations") found.push({ kind, relation, detail: `not compared: ${fact}` });
  const differing = new Set(
    found
      .filter(({ kind }) => ["relations", "columns", "unreadable relations"].includes(kind))
      .map(({ relation }) => relation),
  );
  for (const { relation } of of("dbt").filter(({ kind }) => kind === "relations")) {
    if (!differing.has(relation)) found.push(...(await compareRows(store, index, relation, plan)));
  }
  return found.map(({ kind, relation, detail }) => ({ kind, at: relation, detail, command }));
}

function onlyIn(side, these, those) {
  const keys = new Set(those.map(factKey));
  return these
    .filter((fact) => !keys.has(factKey(fact)))
    .map(({ kind, relation, fact }) => ({ kind, relation, detail: `only ${side}: ${fact}` }));
}

function factKey({ kind, relation, fact }) {
  return `${kind}\0${relation}\0${fact}`;
}

async function compareRows(store, step, relation, plan) {
  const columns = stableColumns(relation, plan);
  const found = [];
  for (const [here, there] of [
    ["dbt", "tsmodel"],
    ["tsmodel", "dbt"],
  ]) {
    const sql = `(select ${columns} from ${tableOf(here, step, relation)}) except all (select ${columns} from ${tableOf(there, step, relation)})`;
    const rows = await store.run(sql);
    if (rows.length > 0)
      found.push({
        kind: "rows",
        relation,
        detail: `${rows.length} only ${here}: ${rows
          .slice(0, SHOWN_ROWS)
          .map((row) => JSON.stringify(row))
          .join("\n")}`,
      });
  }
  return found;
}

/** A select list in which columns that hold clocks only tell whether they hold something. */
export function stableColumns(relation, plan) {
  const volatile = plan.volatile.get(relation.slice(relation.indexOf(".") + 1)) ?? [];
  return volatile.length === 0
    ? "*"
    : `* replace (${volatile.map((name) => `${quote(name)} is not null as ${quote(name)}`).join(", ")})`;
}

async function objects(connection, sql) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

function firstLine(error) {
  return String(error.message).split("\n")[0];
}

function quote(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
