import { MADE_BY_PUBLISH } from "../plan/work-schemas.ts";
import type {
  Dependent,
  Grant,
  LiveColumn,
  LiveConstraint,
  LiveIndex,
  LiveTable,
  Schema,
} from "./live-schema.ts";
import type { PostgresSession } from "./session.ts";

type Owned<T> = T & { readonly table: number };
type TableRow = Omit<LiveTable, "columns" | "grants" | "indexes" | "constraints" | "dependents">;

/** The tables of the schema that have one of the names, with everything that hangs on them. */
export async function readLiveTables(
  session: PostgresSession,
  schema: Schema,
  names: readonly string[],
): Promise<Map<string, LiveTable>> {
  const tables = await session.rows<TableRow>(TABLES, [schema.oid, names]);
  const oids = tables.map(({ oid }) => oid);
  const columns = groupByTable(await readColumns(session, oids));
  const grants = groupByTable(await session.rows<Owned<Grant>>(TABLE_GRANTS, [oids]));
  const indexes = groupByTable(await session.rows<Owned<LiveIndex>>(INDEXES, [oids, MADE_BY_PUBLISH]));
  const constraints = groupByTable(
    await session.rows<Owned<LiveConstraint>>(CONSTRAINTS, [oids, MADE_BY_PUBLISH]),
  );
  const dependents = await readDependents(session, oids);
  return new Map(
    tables.map((table) => [
      table.name,
      {
        ...table,
        columns: columns.get(table.oid) ?? [],
        grants: grants.get(table.oid) ?? [],
        indexes: indexes.get(table.oid) ?? [],
        constraints: constraints.get(table.oid) ?? [],
        dependents: dependents.get(table.oid) ?? [],
      },
    ]),
  );
}

/** What refers to these tables or hangs on them, by the table's oid; parts that a publish makes anew are left out. */
export async function readDependents(
  session: PostgresSession,
  oids: readonly number[],
): Promise<Map<number, Dependent[]>> {
  return groupByTable(await session.rows<Owned<Dependent>>(DEPENDENTS, [oids]));
}

async function readColumns(session: PostgresSession, oids: readonly number[]): Promise<Owned<LiveColumn>[]> {
  const columns = await session.rows<Owned<LiveColumn>>(COLUMNS, [oids]);
  const grants = await session.rows<Owned<Grant> & { column: string }>(COLUMN_GRANTS, [oids]);
  return columns.map((column) => ({
    ...column,
    grants: grants.filter((grant) => grant.table === column.table && grant.column === column.name),
  }));
}

function groupByTable<T extends { readonly table: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.table);
    if (group) group.push(row);
    else groups.set(row.table, [row]);
  }
  return groups;
}

const TABLES = `
SELECT c.oid, c.relname AS name, CASE WHEN c.relispartition THEN 'partition' ELSE c.relkind::text END AS kind,
       pg_get_userbyid(c.relowner) AS owner, pg_has_role(c.relowner, 'USAGE') AS owned,
       c.reltuples::float8 AS rows, obj_description(c.oid, 'pg_class') AS comment,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS qualified
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace = $1 AND c.relname = ANY ($2)
ORDER BY c.relname`;

const COLUMNS = `
SELECT a.attrelid AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       col_description(a.attrelid, a.attnum) AS comment
FROM pg_attribute a
WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

const TABLE_GRANTS = `
SELECT c.oid AS "table", r.rolname AS role, a.privilege_type AS privilege, a.is_grantable AS grantable
FROM pg_class c CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.oid = ANY ($1) AND a.grantee <> c.relowner`;

const COLUMN_GRANTS = `
SELECT t.attrelid AS "table", t.attname AS column, r.rolname AS role, a.privilege_type AS privilege,
       a.is_grantable AS grantable
FROM pg_attribute t CROSS JOIN aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE t.attrelid = ANY ($1) AND NOT t.attisdropped`;

const INDEXES = `
SELECT i.indrelid AS "table", c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition,
       coalesce(obj_description(i.indexrelid, 'pg_class') = $2, false) AS ours
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY ($1) AND i.indisvalid
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY c.relname`;

/** Not-null constraints (contype n, Postgres 18) are left out: they belong to keys. */
const CONSTRAINTS = `
SELECT k.conrelid AS "table", k.conname AS name, k.contype::text AS kind, pg_get_constraintdef(k.oid) AS definition,
       coalesce(obj_description(k.oid, 'pg_constraint') = $2, false) AS ours
FROM pg_constraint k
WHERE k.conrelid = ANY ($1) AND k.contype IN ('p', 'u', 'c', 'x', 'f')
ORDER BY k.conname`;

/**
 * pg_depend, from the tables and from their row types. A view's dependency is recorded for its rewrite rule, so the
 * view itself is named. Left out: indexes, own constraints, own row type, the machinery of foreign keys.
 */
const DEPENDENTS = `
WITH target AS (
  SELECT c.oid, c.reltype, t.typarray FROM pg_class c JOIN pg_type t ON t.oid = c.reltype WHERE c.oid = ANY ($1)
), reference AS (
  SELECT t.oid AS "table", d.classid, d.objid, d.objsubid FROM target t
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
  UNION
  SELECT t.oid, d.classid, d.objid, d.objsubid FROM target t
  JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.reltype, t.typarray)
)
SELECT DISTINCT r."table",
       CASE WHEN w.ev_class <> r."table" THEN pg_describe_object('pg_class'::regclass, w.ev_class, 0)
            ELSE pg_describe_object(r.classid, r.objid, r.objsubid) END AS description,
       coalesce(k.contype = 'f', false) OR coalesce(c.relkind IN ('r', 'p', 'f') AND r.objsubid = 0, false) AS blocking
FROM reference r
LEFT JOIN pg_rewrite w ON r.classid = 'pg_rewrite'::regclass AND w.oid = r.objid
LEFT JOIN pg_class c ON r.classid = 'pg_class'::regclass AND c.oid = r.objid
LEFT JOIN pg_constraint k ON r.classid = 'pg_constraint'::regclass AND k.oid = r.objid
LEFT JOIN pg_type y ON r.classid = 'pg_type'::regclass AND y.oid = r.objid
LEFT JOIN pg_trigger g ON r.classid = 'pg_trigger'::regclass AND g.oid = r.objid
WHERE NOT coalesce(c.relkind IN ('i', 'I', 't'), false)
  AND NOT coalesce(k.conrelid = r."table", false)
  AND NOT coalesce(y.typrelid = r."table" OR y.oid IN (SELECT typarray FROM target), false)
  AND NOT coalesce(g.tgisinternal, false)
ORDER BY 1, 2`;
