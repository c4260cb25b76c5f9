/** GRANTs that make a new table or schema as open as the one it replaces, and as the configuration asks. */
import type { DefaultGrant, Grant, LiveSchema, LiveTable } from "../postgres/live-schema.ts";
import type { PublishTable } from "../publish-options.ts";
import { quoteName } from "../quote.ts";

/** Statements for one table called `path`: exactly the old table's rights, or a new table's defaults; then ours. */
export function tableGrants(
  path: string,
  spec: PublishTable,
  columns: readonly { readonly name: string }[],
  live: LiveSchema | undefined,
  owner: string,
): readonly string[] {
  const old = live?.tables.get(spec.name);
  const inherited = old ? old.grants : defaultTableGrants(live?.defaultGrants ?? [], owner);
  return [
    ...inherited.map((grant) => grantStatement(grant, `TABLE ${path}`)),
    ...(old ? columnGrants(path, old, columns) : []),
    ...configuredGrants(path, spec),
  ];
}

/** The roles named in the configuration must be able to reach the schema. */
export function schemaUsage(schema: string, tables: readonly PublishTable[]): readonly string[] {
  const roles = new Set(tables.flatMap(({ grants = {} }) => Object.values(grants).flat()));
  return [...roles].map((role) => `GRANT USAGE ON SCHEMA ${quoteName(schema)} TO ${grantee(role)}`);
}

export function schemaGrants(schema: string, live: LiveSchema): readonly string[] {
  return live.grants.map((grant) => grantStatement(grant, `SCHEMA ${quoteName(schema)}`));
}

/** ALTER DEFAULT PRIVILEGES of the live schema, for the schema that takes its place. */
export function defaultGrants(schema: string, live: LiveSchema): readonly string[] {
  return live.defaultGrants.map(
    (grant) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteName(grant.creator)} IN SCHEMA ${quoteName(schema)} ` +
      grantStatement(grant, grant.objects),
  );
}

function defaultTableGrants(grants: readonly DefaultGrant[], owner: string): readonly Grant[] {
  return grants.filter(({ objects, creator }) => objects === "TABLES" && creator === owner);
}

/** Rights on single columns, as far as the columns are still there. */
function columnGrants(path: string, old: LiveTable, columns: readonly { readonly name: string }[]): string[] {
  const names = new Set(columns.map(({ name }) => name));
  return old.columns
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, grants }) =>
      grants.map((grant) => grantStatement(grant, `TABLE ${path}`, ` (${quoteName(name)})`)),
    );
}

export function configuredGrants(path: string, { grants = {} }: PublishTable): string[] {
  return Object.entries(grants).flatMap(([privilege, roles]) =>
    roles.map((role) => `GRANT ${privilege.toUpperCase()} ON TABLE ${path} TO ${grantee(role)}`),
  );
}

function grantStatement(grant: Grant, object: string, columns = ""): string {
  const { privilege, role, grantable } = grant;
  const option = grantable ? " WITH GRANT OPTION" : "";
  return `GRANT ${privilege}${columns} ON ${object} TO ${role === null ? "PUBLIC" : quoteName(role)}${option}`;
}

function grantee(role: string): string {
  return role.toLowerCase() === "public" ? "PUBLIC" : quoteName(role);
}
