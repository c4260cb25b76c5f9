/**
 * What is wanted → what is there, in the order in which one needs the other: account, connection, tables, their
 * documentation, collections, questions, dashboards, alerts. Each step asks the server what there is, so a run that was
 * cut off anywhere is finished by the next one, and a run with nothing to do only reads.
 */
import { describeReporting, dataTiles, expectedColumns } from "../desired/describe-reporting.ts";
import type { Desired, Note } from "../desired/desired.ts";
import type { Reporting } from "../desired/reporting.ts";
import type { Client } from "../server/client.ts";
import {
  readProperties,
  signIn,
  signOut,
  waitForHealth,
  type Credentials,
  type Patience,
  type Properties,
} from "../server/connect.ts";
import { MetabaseFailure } from "../server/failure.ts";
import type { ServerDatabase } from "../server/objects.ts";
import { convergeAlerts } from "./alerts.ts";
import { CardFinder, convergeCards, type CardIds } from "./cards.ts";
import { convergeCollections, type Collections } from "./collections.ts";
import { convergeDashboards } from "./dashboards.ts";
import { convergeDatabase, readFieldBook } from "./database.ts";
import { convergeDocumentation } from "./documentation.ts";
import type { Change, Run } from "./run.ts";

export interface Place extends Patience {
  readonly client: Client;
  readonly credentials: Credentials;
  /** Name of a Metabase that is set up for the first time. */
  readonly site: string;
}

export interface ConvergeOptions {
  readonly dryRun: boolean;
  /** Send the connection with its password again. */
  readonly reconnect: boolean;
  report(change: Change): void;
  /** What takes a while. */
  tell(text: string): void;
}

export interface Outcome {
  readonly version: string;
  readonly notes: readonly Note[];
  readonly reads: number;
  readonly writes: number;
}

/** @throws MetabaseFailure */
export async function converge(
  reporting: Reporting,
  place: Place,
  options: ConvergeOptions,
): Promise<Outcome> {
  const { client } = place;
  return withSession(place, options.dryRun, async (properties, isSignedIn) => {
    const run: Run = {
      client,
      major: properties.major,
      dryRun: options.dryRun,
      report: options.report,
      tell: options.tell,
      pause: place.pause,
    };
    const notes = isSignedIn
      ? await convergeAll(run, reporting, options)
      : listAll(run, reporting, place.site);
    return { version: properties.version, notes, reads: client.reads, writes: client.writes };
  });
}

/** Work between signing in and out. Without an account, and where nothing may be written, there is nothing to sign in to. */
export async function withSession<T>(
  place: Place,
  dryRun: boolean,
  work: (properties: Properties, isSignedIn: boolean) => Promise<T>,
): Promise<T> {
  const { client, credentials, site } = place;
  await waitForHealth(client, place);
  const properties = await readProperties(client);
  if (dryRun && !properties.isSetUp) return work(properties, false);
  const how = await signIn(client, credentials, properties, site);
  let result: T;
  try {
    result = await work(properties, true);
  } catch (error) {
    // What went wrong is what is told, not that the session could not be ended.
    await signOut(client, how).catch(() => undefined);
    throw error;
  }
  await signOut(client, how);
  return result;
}

async function convergeAll(
  run: Run,
  reporting: Reporting,
  { reconnect }: ConvergeOptions,
): Promise<readonly Note[]> {
  const { project, collection, connection, tables, dashboards } = reporting;
  const database = await convergeDatabase(run, connection, reconnect);
  const known = database && (await readTables(run, database, reporting));
  if (known === undefined) return listObjects(run, reporting);
  await convergeDocumentation(run, tables, dashboards, known.book);
  const desired = describeReporting(reporting, known.book);
  const collections = await convergeCollections(run, project, collection);
  const cards = await convergeCards(run, desired, database!.id, collections.questions);
  await convergeDashboards(run, desired, cards, collections);
  await convergeAlerts(run, desired, cards);
  return desired.notes;
}

/** Undefined where tables are missing and nothing may be done about it. */
async function readTables(
  run: Run,
  database: ServerDatabase,
  reporting: Reporting,
): Promise<Awaited<ReturnType<typeof readFieldBook>> | undefined> {
  const known = await readFieldBook(run, database, reporting.connection, expectedColumns(reporting));
  if (known.missing.length === 0) return known;
  run.report({
    sign: "!",
    kind: "table",
    name: "not in Metabase yet: tsmodel publish, then apply makes it look again",
    details: known.missing.map(({ table, columns }) =>
      columns.length === 0 ? table : `${table}: ${columns.join(", ")}`,
    ),
  });
  return undefined;
}

function listAll(run: Run, reporting: Reporting, site: string): readonly Note[] {
  run.report({ sign: "+", kind: "account", name: site, details: ["first set-up"] });
  run.report({ sign: "+", kind: "database", name: reporting.connection.name, details: [] });
  return listObjects(run, reporting);
}

/** Questions cannot be written before their fields have ids, but they can be named. */
function listObjects(run: Run, { dashboards }: Reporting): readonly Note[] {
  for (const source of dashboards) {
    const tiles = dataTiles(source);
    for (const { kind, title } of tiles)
      run.report({ sign: "+", kind: "question", name: `${source.dashboard.key}: ${title}`, details: [kind] });
    run.report({
      sign: "+",
      kind: "dashboard",
      name: source.dashboard.title,
      details: [`${tiles.length} questions`],
    });
  }
  return [];
}

/** Work that only looks: a server without an account is not given one. @throws MetabaseFailure metabase-empty */
export async function lookWithSession<T>(
  place: Place,
  work: (properties: Properties) => Promise<T>,
): Promise<T> {
  return withSession(place, true, async (properties, isSignedIn) => {
    if (!isSignedIn)
      throw new MetabaseFailure({ code: "metabase-empty", url: place.client.url, missing: "no account" });
    return work(properties);
  });
}

/** Everything that is wanted and where it is, for commands that look at what was applied. */
export interface Applied {
  readonly desired: Desired;
  readonly database: ServerDatabase;
  readonly collections: Collections;
  readonly cards: CardIds;
}

/** @throws MetabaseFailure metabase-empty, metabase-tables where apply has not been here */
export async function readApplied(
  place: Pick<Place, "client" | "pause">,
  properties: Properties,
  reporting: Reporting,
): Promise<Applied> {
  const run: Run = {
    client: place.client,
    major: properties.major,
    dryRun: true,
    report: () => undefined,
    tell: () => undefined,
    pause: place.pause,
  };
  const { connection, project, collection } = reporting;
  const database = await convergeDatabase(run, { ...connection, password: connection.password ?? "" }, false);
  if (database === undefined)
    throw new MetabaseFailure({
      code: "metabase-empty",
      url: place.client.url,
      missing: `no database "${connection.name}"`,
    });
  const expected = expectedColumns(reporting);
  const known = await readFieldBook(run, database, connection, expected);
  if (known.missing.length > 0)
    throw new MetabaseFailure({
      code: "metabase-tables",
      database: connection.name,
      schema: connection.schema,
      missing: known.missing,
      select: [...expected.keys()].join(" "),
    });
  const desired = describeReporting(reporting, known.book);
  const collections = await convergeCollections(run, project, collection);
  const cards = new Map<string, number>();
  const finder = new CardFinder(run, collections.questions);
  for (const card of desired.cards) {
    const found = await finder.find(card);
    if (found !== undefined && found.archived !== true) cards.set(card.key, found.id);
  }
  return { desired, database, collections, cards };
}
