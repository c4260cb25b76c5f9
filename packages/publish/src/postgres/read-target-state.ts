import { nextSchema, previousSchemas } from "../plan/work-schemas.ts";
import { readLiveTables } from "./read-live-tables.ts";
import type { DefaultGrant, Grant, LiveSchema, Schema, Server, TargetState } from "./live-schema.ts";
import type { PostgresSession } from "./session.ts";

/** Reads everything about the live schema that a publish has to keep, and what earlier publishes left behind. */
export async function readTargetState(
  session: PostgresSession,
  schema: string,
  tables: readonly string[],
): Promise<TargetState> {
  const server = await readServer(session);
  const schemas = await readSchemas(session, [schema, nextSchema(schema), ...previousSchemas(schema)]);
  const live = schemas.find(({ name }) => name === schema);
  return {
    server,
    live: live && (await readLive(session, live, tables)),
    leftovers: schemas.filter((found) => found !== live),
  };
}

async function readServer(session: PostgresSession): Promise<Server> {
  const [server] = await session.rows<Server>(
    `SELECT current_setting('server_version_num')::int AS version, current_user AS "user",
            current_database() AS database,
            has_database_privilege(current_database(), 'CREATE') AS "canCreate",
            (SELECT setting::int FROM pg_settings WHERE name = 'deadlock_timeout') AS "deadlockTimeoutMs"`,
  );
  return server!;
}

async function readSchemas(session: PostgresSession, names: readonly string[]): Promise<Schema[]> {
  return session.rows<Schema>(
    `SELECT n.oid, n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment,
            pg_get_userbyid(n.nspowner) AS owner, pg_has_role(n.nspowner, 'USAGE') AS owned,
            has_schema_privilege(n.oid, 'CREATE') AS "canCreate"
     FROM pg_namespace n WHERE n.nspname = ANY ($1) ORDER BY n.nspname`,
    [names],
  );
}

async function readLive(
  session: PostgresSession,
  schema: Schema,
  names: readonly string[],
): Promise<LiveSchema> {
  return {
    schema,
    grants: await readSchemaGrants(session, schema),
    defaultGrants: await readDefaultGrants(session, schema),
    tables: await readLiveTables(session, schema, names),
    others: await readOthers(session, schema, names),
  };
}

async function readSchemaGrants(session: PostgresSession, schema: Schema): Promise<Grant[]> {
  return session.rows<Grant>(
    `SELECT r.rolname AS role, a.privilege_type AS privilege, a.is_grantable AS grantable
     FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
     WHERE n.oid = $1 AND a.grantee <> n.nspowner`,
    [schema.oid],
  );
}

async function readDefaultGrants(session: PostgresSession, schema: Schema): Promise<DefaultGrant[]> {
  return session.rows<DefaultGrant>(
    `SELECT pg_get_userbyid(d.defaclrole) AS creator, pg_has_role(d.defaclrole, 'USAGE') AS alterable,
            CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                                 ELSE 'TYPES' END AS objects,
            r.rolname AS role, a.privilege_type AS privilege, a.is_grantable AS grantable
     FROM pg_default_acl d CROSS JOIN aclexplode(d.defaclacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
     WHERE d.defaclnamespace = $1`,
    [schema.oid],
  );
}

/** Everything that is in the schema or tied to it, except the tables to be published and its default privileges. */
export async function readOthers(
  session: PostgresSession,
  schema: Schema,
  names: readonly string[],
): Promise<string[]> {
  const rows = await session.rows<{ description: string }>(
    `SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0) AS description
     FROM pg_depend d LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
     WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = $1
       AND d.classid <> 'pg_default_acl'::regclass
       AND (c.relname IS NULL OR NOT (c.relname = ANY ($2) AND c.relkind NOT IN ('i', 'I', 'S')))
     ORDER BY 1`,
    [schema.oid, names],
  );
  return rows.map(({ description }) => description);
}
