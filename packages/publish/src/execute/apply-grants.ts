import type { PublishPlan } from "../plan/publish-plan.ts";
import { nextSchema } from "../plan/work-schemas.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { quoteName, quotePath } from "../quote.ts";
import { tableGrants } from "./grant-statements.ts";

/**
 * Gives the loaded tables the rights of those they replace, as they are now. Done last, since loading may take
 * long and rights may change meanwhile.
 */
export async function applyGrants(
  session: PostgresSession,
  { schema, tables, state }: PublishPlan,
): Promise<void> {
  const next = nextSchema(schema);
  await session.transaction(async () => {
    for (const { spec, columns, action } of tables) {
      if (action === "refill") continue;
      const path = quotePath([next, spec.name]);
      await dropDefaultRights(session, next, spec.name);
      for (const statement of tableGrants(path, spec, columns, state.live, state.server.user)) {
        await session.run(statement, { table: spec.name });
      }
    }
  });
}

/** Rights that ALTER DEFAULT PRIVILEGES without a schema gave; a table that is replaced may have fewer. */
async function dropDefaultRights(session: PostgresSession, schema: string, table: string): Promise<void> {
  const rows = await session.rows<{ role: string | null }>(
    `SELECT DISTINCT r.rolname AS role
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
     WHERE n.nspname = $1 AND c.relname = $2 AND a.grantee <> c.relowner`,
    [schema, table],
  );
  for (const { role } of rows) {
    const from = role === null ? "PUBLIC" : quoteName(role);
    await session.run(`REVOKE ALL ON TABLE ${quotePath([schema, table])} FROM ${from}`);
  }
}
