/** The connection to Postgres, and what Metabase knows of the published schema. */
import type { Connection } from "../desired/reporting.ts";
import { MetabaseFailure } from "../server/failure.ts";
import { FieldBook } from "../server/field-book.ts";
import { listOf, type ServerDatabase, type ServerTable } from "../server/objects.ts";
import { differingKeys, type Run } from "./run.ts";

/**
 * Known by its name in Metabase. The password cannot be read back, so a new one alone is no difference: `reconnect`
 * sends it all the same.
 * @returns undefined where it is not there and nothing is written
 * @throws MetabaseFailure metabase-connection
 */
export async function convergeDatabase(
  run: Run,
  connection: Connection,
  reconnect: boolean,
): Promise<ServerDatabase | undefined> {
  const { client } = run;
  const { name } = connection;
  const details = detailsOf(connection);
  const all = listOf<ServerDatabase>(await client.get("/api/database"));
  const found = all.find((each) => each.name === name && each.engine === "postgres");
  if (found === undefined) {
    if (connection.password === undefined)
      throw new MetabaseFailure({ code: "metabase-connection", database: name });
    run.report({ sign: "+", kind: "database", name, details: [placeOf(connection)] });
    if (run.dryRun) return undefined;
    return (await client.post("/api/database", {
      name,
      engine: "postgres",
      details,
      is_full_sync: true,
      is_on_demand: false,
      auto_run_queries: true,
      connection_source: "admin",
    })) as ServerDatabase;
  }
  const { password: _, ...comparable } = details;
  const current = found.details ?? {};
  const changed = differingKeys(pick(current, Object.keys(comparable)), comparable);
  if (changed.length === 0 && !reconnect) return found;
  run.report({
    sign: "~",
    kind: "database",
    name,
    details: changed.length > 0 ? changed : ["password sent again"],
  });
  // Without a password of ours the placeholder that came with the details goes back, which keeps the stored one.
  if (!run.dryRun)
    await client.put(`/api/database/${found.id}`, {
      name,
      engine: "postgres",
      details: { ...current, ...details },
    });
  return found;
}

const placeOf = ({ user, host, port, database, schema }: Connection): string =>
  `${user}@${host}:${port}/${database}, schema ${schema}`;

function detailsOf({ host, port, database, user, password, ssl, schema }: Connection): {
  [key: string]: unknown;
} {
  return {
    host,
    port,
    dbname: database,
    user,
    ...(password === undefined ? {} : { password }),
    ssl,
    "schema-filters-type": "inclusion",
    "schema-filters-patterns": schema,
  };
}

const pick = (
  from: { readonly [key: string]: unknown },
  keys: readonly string[],
): { [key: string]: unknown } => Object.fromEntries(keys.map((key) => [key, from[key]]));

export interface Missing {
  readonly table: string;
  readonly columns: readonly string[];
}

export type Expected = ReadonlyMap<string, ReadonlySet<string>>;

/** How long a sync may take once nothing new appears, in seconds. */
const SYNC_SECONDS = 45;

/**
 * Tables and fields by name. What is missing is looked for again: Metabase syncs on its own only every hour.
 * @throws MetabaseFailure metabase-tables, unless nothing may be written
 */
export async function readFieldBook(
  run: Run,
  database: ServerDatabase,
  connection: Connection,
  expected: Expected,
): Promise<{ readonly book: FieldBook; readonly missing: readonly Missing[] }> {
  const { client } = run;
  let { book, missing } = await look(run, database.id, connection.schema, expected);
  if (run.dryRun) return { book, missing };
  if (missing.length === 0) {
    await waitForFirstSync(run, database);
    return { book, missing };
  }
  const count = missing.length === 1 ? "a table" : `${missing.length} tables`;
  run.tell(`Metabase looks for ${count} in schema ${connection.schema}: up to ${SYNC_SECONDS} seconds`);
  await client.post(`/api/database/${database.id}/sync_schema`, {});
  for (let waited = 0; missing.length > 0; waited++) {
    if (waited >= SYNC_SECONDS)
      throw new MetabaseFailure({
        code: "metabase-tables",
        database: connection.name,
        schema: connection.schema,
        missing,
        select: [...expected.keys()].join(" "),
      });
    await run.pause(1000);
    ({ book, missing } = await look(run, database.id, connection.schema, expected));
  }
  await waitForFirstSync(run, database);
  return { book, missing };
}

/** While the first sync is under way it classifies fields, which would meet what is written of them. */
async function waitForFirstSync(
  { client, pause }: Run,
  { id, initial_sync_status }: ServerDatabase,
): Promise<void> {
  let status = initial_sync_status;
  for (let waited = 0; status === "incomplete" && waited < SYNC_SECONDS; waited++) {
    ({ initial_sync_status: status } = (await client.get(`/api/database/${id}`)) as ServerDatabase);
    if (status === "incomplete") await pause(1000);
  }
}

async function look(
  { client }: Run,
  id: number,
  schema: string,
  expected: Expected,
): Promise<{ book: FieldBook; missing: Missing[] }> {
  const { tables } = (await client.get(`/api/database/${id}/metadata?include_hidden=true`)) as {
    tables?: readonly ServerTable[];
  };
  const book = new FieldBook(schema, tables ?? []);
  const missing = [...expected].flatMap(([table, columns]) => {
    if (book.findTable(table) === undefined) return [{ table, columns: [] }];
    const lacking = [...columns].filter((column) => book.findField(table, column) === undefined);
    return lacking.length === 0 ? [] : [{ table, columns: lacking }];
  });
  return { book, missing };
}
