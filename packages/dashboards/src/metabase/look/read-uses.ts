/** What people made in Metabase and which published tables it reads: exposures, so that the graph knows of it. */
import { readItems } from "../converge/collections.ts";
import { readMark, readSqlMark } from "../identity.ts";
import type { Client } from "../server/client.ts";
import { MetabaseFailure } from "../server/failure.ts";
import {
  listOf,
  type ServerCard,
  type ServerCollection,
  type ServerDashboard,
  type ServerDatabase,
  type ServerTable,
} from "../server/objects.ts";
import { readNativeQuery, readSources } from "../server/read-query.ts";

export interface MetabaseUse {
  /** "metabase_dashboard_12" */
  readonly name: string;
  readonly type: "dashboard" | "analysis";
  readonly label: string;
  readonly description?: string;
  readonly url: string;
  readonly owner: { readonly name: string; readonly email?: string };
  /** Published tables. */
  readonly tables: readonly string[];
}

/** Personal collections and the trash are left alone, and so is what tsmodel keeps itself. @throws MetabaseFailure metabase-empty */
export async function readUses(client: Client, database: string, schema: string): Promise<MetabaseUse[]> {
  const found = listOf<ServerDatabase>(await client.get("/api/database")).find(
    ({ name }) => name === database,
  );
  if (found === undefined)
    throw new MetabaseFailure({
      code: "metabase-empty",
      url: client.url,
      missing: `no database "${database}"`,
    });
  const { tables } = (await client.get(`/api/database/${found.id}/metadata?include_hidden=true`)) as {
    tables: readonly ServerTable[];
  };
  const reader = new SourceReader(
    client,
    tables.filter((table) => table.schema === schema),
  );
  const collections = listOf<ServerCollection>(await client.get("/api/collection"))
    .filter(
      (each) =>
        (each.personal_owner_id ?? null) === null &&
        each.is_personal !== true &&
        each.archived !== true &&
        each.type !== "trash",
    )
    .map(({ id }) => id);
  const uses: MetabaseUse[] = [];
  for (const collection of new Set<number | string>(["root", ...collections]))
    for (const { id, model } of await readItems({ client }, collection, [
      "card",
      "dataset",
      "metric",
      "dashboard",
    ])) {
      const use =
        model === "dashboard"
          ? await readDashboardUse(client, id, reader)
          : await readCardUse(client, id, reader);
      if (use !== undefined && use.tables.length > 0) uses.push(use);
    }
  return uses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readCardUse(
  client: Client,
  id: number,
  reader: SourceReader,
): Promise<MetabaseUse | undefined> {
  const card = await reader.card(id);
  if (card === undefined || readSqlMark(readNativeQuery(card.dataset_query)?.sql ?? "") !== undefined)
    return undefined;
  return {
    name: `metabase_question_${id}`,
    type: "analysis",
    url: `${client.url}/question/${id}`,
    tables: [...(await reader.tablesOf(id))].sort(),
    ...textsOf(card),
  };
}

async function readDashboardUse(
  client: Client,
  id: number,
  reader: SourceReader,
): Promise<MetabaseUse | undefined> {
  const dashboard = (await client.find(`/api/dashboard/${id}`)) as ServerDashboard | undefined;
  if (dashboard === undefined || readMark(dashboard.description) !== undefined) return undefined;
  const tables = new Set<string>();
  for (const { card_id, series } of dashboard.dashcards)
    for (const card of [card_id, ...(series ?? []).map((each) => each.id)])
      if (card !== null) for (const table of await reader.tablesOf(card)) tables.add(table);
  return {
    name: `metabase_dashboard_${id}`,
    type: "dashboard",
    url: `${client.url}/dashboard/${id}`,
    tables: [...tables].sort(),
    ...textsOf(dashboard),
  };
}

function textsOf({
  name,
  description,
  creator,
}: Pick<ServerCard, "name" | "description" | "creator">): Pick<
  MetabaseUse,
  "label" | "description" | "owner"
> {
  return {
    label: name,
    description: description ?? undefined,
    owner: {
      name: creator?.common_name || "Metabase",
      ...(creator?.email === undefined ? {} : { email: creator.email }),
    },
  };
}

/** Tables of questions, through questions that are built on others. */
class SourceReader {
  private readonly client: Client;
  private readonly tables: readonly ServerTable[];
  private readonly cards = new Map<number, ServerCard | undefined>();

  constructor(client: Client, tables: readonly ServerTable[]) {
    this.client = client;
    this.tables = tables;
  }

  async card(id: number): Promise<ServerCard | undefined> {
    if (!this.cards.has(id))
      this.cards.set(id, (await this.client.find(`/api/card/${id}`)) as ServerCard | undefined);
    return this.cards.get(id);
  }

  async tablesOf(id: number, above: ReadonlySet<number> = new Set()): Promise<Set<string>> {
    const names = new Set<string>();
    const card = above.has(id) ? undefined : await this.card(id);
    if (card === undefined) return names;
    const { tables, cards, texts } = readSources(card.dataset_query);
    for (const table of this.tables)
      if (tables.includes(table.id) || texts.some((sql) => mentions(sql, table))) names.add(table.name);
    for (const nested of cards)
      for (const name of await this.tablesOf(nested, new Set([...above, id]))) names.add(name);
    return names;
  }
}

/** After FROM or JOIN or a comma, with its schema or without, quoted or not; comments are left out. */
function mentions(sql: string, { name, schema }: ServerTable): boolean {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const quoted = (text: string): string => `(?:"${escape(text)}"|${escape(text)})`;
  return new RegExp(
    `(?:\\bfrom|\\bjoin|,)\\s*(?:${quoted(schema ?? "")}\\s*\\.\\s*)?${quoted(name)}(?![\\w".])`,
    "i",
  ).test(bare);
}
