/** Questions. Each is known by its entity id, wherever it was moved; a copy that somebody made has another, and is theirs. */
import type { Desired, DesiredCard } from "../desired/desired.ts";
import { entityId as toEntityId, readSqlMark } from "../identity.ts";
import type { ServerCard } from "../server/objects.ts";
import { readNativeQuery } from "../server/read-query.ts";
import { readItems } from "./collections.ts";
import { differingKeys, fromTo, isSame, type Run } from "./run.ts";

/** Ids by key; negative where nothing was written. */
export type CardIds = ReadonlyMap<string, number>;

export async function convergeCards(
  run: Run,
  { cards }: Desired,
  database: number,
  questions: number | undefined,
): Promise<CardIds> {
  const ids = new Map<string, number>();
  const finder = new CardFinder(run, questions);
  for (const card of cards) {
    const found = await finder.find(card);
    const stored =
      found === undefined
        ? await create(run, card, database, questions)
        : await update(run, card, found, database);
    // What is only planned has a number that no server gives.
    ids.set(card.key, stored?.id ?? -(ids.size + 1));
  }
  return ids;
}

/** From this version on a question keeps the entity id that it was created with; before, its SQL says whose it is. */
export const KEEPS_ENTITY_ID = 59;

/** Looks questions up; those of the collection are read once, and only where entity ids may not be understood. */
export class CardFinder {
  private readonly run: Pick<Run, "client" | "major">;
  private readonly collection: number | undefined;
  private marked: ReadonlyMap<string, ServerCard> | undefined;

  constructor(run: Pick<Run, "client" | "major">, collection: number | undefined) {
    this.run = run;
    this.collection = collection;
  }

  async find({ entityId, key }: Pick<DesiredCard, "entityId" | "key">): Promise<ServerCard | undefined> {
    const { client, major } = this.run;
    const path = `/api/card/${entityId}`;
    const answer = await client.ask("GET", path);
    if (answer.status === 200) return answer.body as ServerCard;
    if (answer.status !== 404 && answer.status !== 400) return (await client.get(path)) as ServerCard;
    if (major >= KEEPS_ENTITY_ID || this.collection === undefined) return undefined;
    this.marked ??= await this.readMarked(this.collection);
    return this.marked.get(key);
  }

  /**
   * By mark. Where this server keeps entity ids, those with the right one alone; where it does not, the oldest of each
   * mark, since a copy that somebody made is younger.
   */
  private async readMarked(collection: number): Promise<Map<string, ServerCard>> {
    const { client } = this.run;
    const exact = new Map<string, ServerCard>();
    const oldest = new Map<string, ServerCard>();
    for (const { id } of await readItems({ client }, collection, ["card"])) {
      const card = (await client.get(`/api/card/${id}`)) as ServerCard;
      const key = readCardMark(card);
      if (key === undefined) continue;
      if (card.entity_id === toEntityId(key)) exact.set(key, card);
      if (id < (oldest.get(key)?.id ?? Number.POSITIVE_INFINITY)) oldest.set(key, card);
    }
    return exact.size > 0 ? exact : oldest;
  }
}

/** The key in a question's SQL, which a copy of it has as well. */
export const readCardMark = ({ dataset_query }: ServerCard): string | undefined =>
  readSqlMark(readNativeQuery(dataset_query)?.sql ?? "");

async function create(
  run: Run,
  card: DesiredCard,
  database: number,
  questions: number | undefined,
): Promise<ServerCard | undefined> {
  run.report({ sign: "+", kind: "question", name: nameOf(card), details: [card.display] });
  if (run.dryRun) return undefined;
  const stored = (await run.client.post("/api/card", {
    ...bodyOf(card, database),
    type: "question",
    entity_id: card.entityId,
    collection_id: questions ?? null,
  })) as ServerCard;
  warnOfDifference(run, card, stored, database);
  return stored;
}

async function update(
  run: Run,
  card: DesiredCard,
  stored: ServerCard,
  database: number,
): Promise<ServerCard> {
  const { details, keys } = compareCard(card, stored, database);
  if (keys.length === 0) return stored;
  run.report({ sign: "~", kind: "question", name: nameOf(card), details });
  if (run.dryRun) return stored;
  const body = { ...bodyOf(card, database), archived: false };
  const after = (await run.client.put(
    `/api/card/${stored.id}`,
    Object.fromEntries(keys.map((key) => [key, body[key as keyof typeof body]])),
  )) as ServerCard;
  warnOfDifference(run, card, after, database);
  return after;
}

/** "exec: Weekly active users" */
export const nameOf = ({ key, name }: DesiredCard): string => `${key.split("/")[1]}: ${name}`;

interface CardBody {
  readonly name: string;
  readonly description: string | null;
  readonly display: string;
  readonly dataset_query: unknown;
  readonly visualization_settings: unknown;
}

/** The native envelope of old, which every version takes. */
function bodyOf(
  { name, description, display, sql, tags, settings }: DesiredCard,
  database: number,
): CardBody {
  const templateTags = Object.fromEntries(
    tags.map((tag) => [
      tag.name,
      {
        id: tag.id,
        name: tag.name,
        "display-name": tag.label,
        type: "dimension",
        dimension: ["field", tag.field, null],
        "widget-type": tag.widget,
      },
    ]),
  );
  return {
    name,
    description,
    display,
    dataset_query: { type: "native", database, native: { query: sql, "template-tags": templateTags } },
    visualization_settings: settings,
  };
}

/** A question is ours as a whole, but for the collection it lies in. */
export function compareCard(
  card: DesiredCard,
  stored: ServerCard,
  database: number,
): { readonly keys: readonly string[]; readonly details: readonly string[] } {
  const keys: string[] = [];
  const details: string[] = [];
  const differs = (key: string, detail: string): void => {
    if (!keys.includes(key)) keys.push(key);
    details.push(detail);
  };
  for (const key of ["name", "description", "display"] as const)
    if (!isSame(stored[key], card[key])) differs(key, fromTo(key, stored[key], card[key]));
  const query = readNativeQuery(stored.dataset_query);
  if (query === undefined) differs("dataset_query", "no longer SQL");
  else {
    for (const line of differingLines(query.sql.trim(), card.sql.trim())) differs("dataset_query", line);
    if (query.database !== database) differs("dataset_query", "database");
    const tags = card.tags
      .map(({ name, label, field, widget }) => ({ name, label, type: "dimension", field, widget }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (!isSame(query.tags, tags)) differs("dataset_query", "filters");
  }
  const settings = differingKeys(stored.visualization_settings ?? {}, card.settings);
  if (settings.length > 0) differs("visualization_settings", `settings ${settings.join(", ")}`);
  if (stored.archived === true) differs("archived", "back from the trash");
  return { keys, details };
}

/** "SQL, line 7", then that line as it is and as it shall be; nothing where the two are the same. */
function differingLines(before: string, after: string): string[] {
  if (before === after) return [];
  const [old, next] = [before.split("\n"), after.split("\n")];
  let line = 0;
  while (line < Math.min(old.length, next.length) && old[line] === next[line]) line++;
  const show = (sign: string, text: string | undefined): string[] =>
    text === undefined
      ? []
      : [`${sign} ${text.trim().length > 100 ? `${text.trim().slice(0, 99)}…` : text.trim()}`];
  return [`SQL, line ${line + 1}`, ...show("-", old[line]), ...show("+", next[line])];
}

/** If the server keeps something otherwise than it was sent, the next apply would write it again: say so. */
function warnOfDifference(run: Run, card: DesiredCard, stored: ServerCard, database: number): void {
  const { details } = compareCard(card, stored, database);
  if (details.length > 0)
    run.report({
      sign: "!",
      kind: "question",
      name: nameOf(card),
      details: [`Metabase keeps otherwise: ${details.join("; ")}`],
    });
}
