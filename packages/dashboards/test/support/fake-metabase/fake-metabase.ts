/**
 * A Metabase on 127.0.0.1 for tests, as open source editions of 0.58 and 0.64 behave towards a provisioner: one setup
 * token, syncs that take their time, PUT that replaces whole sets, negative ids for new tiles, questions read back as
 * MBQL 5 with uuids that are new every time, and so on. Questions run on a real Postgres. What the server would silently
 * accept and not show (unknown settings, displays, keys) is refused, so that tests see it.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ValidateFunction } from "ajv";
import pg from "pg";
import { compileSchemas } from "./request-schemas.ts";
import { runSql, substitute, type Filter } from "./run-sql.ts";
import { checkCardSettings, checkTileSettings } from "./settings-catalogue.ts";
import {
  Store,
  type Card,
  type Dashboard,
  type Dashcard,
  type Database,
  type Details,
  type Notification,
  type StoredTag,
  type Table,
  type User,
} from "./store.ts";

export interface FakeOptions {
  readonly version: string;
  /** Answers of 503 before it is healthy. */
  readonly starting?: number;
  /** Looks at the metadata before a sync is done. */
  readonly syncLooks?: number;
  /** Whether a question keeps the entity id that it is created with. */
  readonly keepsEntityId?: boolean;
  /** Whether a question can be asked for by its entity id. */
  readonly findsByEntityId?: boolean;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What was sent, as JSON. */
  readonly body: string;
}

class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    super(String(status));
    this.status = status;
    this.body = body;
  }
}

type Body = { readonly [key: string]: any };
interface Call {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly user: User | undefined;
  readonly request: IncomingMessage;
}
type Handler = (call: Call) => unknown;

const field = (name: string, text: string): Refusal =>
  new Refusal(400, { errors: { [name]: text }, "specific-errors": { [name]: [text] } });
const notFound = (): Refusal => new Refusal(404, "Not found.");

export class FakeMetabase {
  readonly store = new Store();
  readonly log: LoggedRequest[] = [];
  readonly options: Required<FakeOptions>;
  private readonly server: Server;
  private readonly schemas: ReadonlyMap<string, ValidateFunction> = compileSchemas();
  private readonly clients = new Map<string, Promise<pg.Client>>();
  private startingLeft: number;
  private readonly routes: readonly (readonly [
    method: string,
    path: RegExp,
    name: string,
    handler: Handler,
  ])[];

  private constructor(options: FakeOptions) {
    this.options = { starting: 0, syncLooks: 0, keepsEntityId: true, findsByEntityId: true, ...options };
    this.startingLeft = this.options.starting;
    this.routes = Object.entries(this.handlers()).map(([name, handler]) => {
      const [method, path] = name.split(" ") as [string, string];
      return [method, new RegExp(`^${path.replaceAll(/:\w+/g, "([^/]+)")}$`), name, handler] as const;
    });
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(options: FakeOptions): Promise<FakeMetabase> {
    const fake = new FakeMetabase(options);
    await new Promise<void>((done) => fake.server.listen(0, "127.0.0.1", done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get major(): number {
    return Number(/0\.(\d+)/.exec(this.options.version)![1]);
  }

  /** Requests since the last call of this, GET apart. */
  takeLog(): { readonly reads: number; readonly writes: readonly LoggedRequest[] } {
    const all = this.log.splice(0);
    const writes = all.filter(({ method, path }) => method !== "GET" && path !== "/api/session");
    return { reads: all.filter(({ method }) => method === "GET").length, writes };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    for (const client of this.clients.values()) await (await client).end();
  }

  addUser(email: string, password: string, isAdmin: boolean): User {
    const user = { id: this.store.next(), email, password, isAdmin };
    this.store.users.push(user);
    this.store.setupToken = null;
    return user;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://fake");
    let status = 200;
    let body: unknown;
    let text = "";
    try {
      text = await readText(request);
      [status, body] = await this.dispatch(request, url, text);
    } catch (error) {
      if (error instanceof Refusal) [status, body] = [error.status, error.body];
      else
        [status, body] = [
          500,
          { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        ];
    }
    this.log.push({ method: request.method!, path: url.pathname, status, body: text });
    const isText = typeof body === "string";
    response.writeHead(status, {
      "Content-Type": isText ? "text/plain" : "application/json",
      "X-Metabase-Version": this.options.version,
    });
    response.end(body === undefined ? undefined : isText ? (body as string) : JSON.stringify(body));
  }

  private async dispatch(request: IncomingMessage, url: URL, text: string): Promise<[number, unknown]> {
    const method = request.method!;
    if (this.startingLeft > 0) {
      this.startingLeft--;
      return [503, { status: "initializing", progress: 0.5 }];
    }
    for (const [verb, pattern, name, handler] of this.routes) {
      const match = verb === method ? pattern.exec(url.pathname) : null;
      if (match === null) continue;
      const user = this.userOf(request);
      if (!OPEN.has(name)) {
        if (user === undefined) throw new Refusal(401, "Unauthenticated");
        if (!user.isAdmin && method !== "GET")
          throw new Refusal(403, "You don't have permissions to do that.");
      }
      const body = text === "" ? {} : (JSON.parse(text) as Body);
      const schema = this.schemas.get(name);
      if (schema !== undefined && schema(body) !== true) {
        const problems = schema.errors!.map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
        throw field("_schema", problems.join("; "));
      }
      const result = await handler({
        ids: match.slice(1).map(decodeURIComponent),
        query: url.searchParams,
        body,
        user,
        request,
      });
      return [name.endsWith("/query") ? 202 : result === undefined ? 204 : 200, result];
    }
    return [404, "API endpoint does not exist."];
  }

  private userOf({ headers }: IncomingMessage): User | undefined {
    const key = headers["x-api-key"];
    if (typeof key === "string")
      return this.store.keys.some((each) => each.key === key)
        ? { id: 999, email: "key", password: "", isAdmin: true }
        : undefined;
    return this.store.sessions.get(String(headers["x-metabase-session"]));
  }

  private openSession(user: User): { id: string } {
    const id = randomUUID();
    this.store.sessions.set(id, user);
    return { id };
  }

  private handlers(): { readonly [name: string]: Handler } {
    const { store } = this;
    return {
      "GET /api/health": () => ({ status: "ok" }),
      "GET /api/session/properties": () => ({
        version: { tag: this.options.version, date: "2026-11-10", branch: "release", hash: "0000000" },
        "has-user-setup": store.users.length > 0,
        "setup-token": store.setupToken,
        "token-features": {},
      }),
      "POST /api/setup": ({ body }) => {
        if (store.users.length > 0)
          throw new Refusal(
            403,
            "The /api/setup route can only be used to create the first user, however a user currently exists.",
          );
        if (body.token !== store.setupToken) throw field("token", "Token does not match the setup token.");
        return this.openSession(this.addUser(body.user.email as string, body.user.password as string, true));
      },
      "POST /api/session": ({ body }) => {
        const user = store.users.find(({ email }) => email === body.username);
        if (user === undefined || user.password !== body.password)
          throw new Refusal(401, {
            errors: { password: "did not match stored password" },
            "specific-errors": {},
          });
        return this.openSession(user);
      },
      "DELETE /api/session": ({ request }) =>
        void store.sessions.delete(String(request.headers["x-metabase-session"])),
      "GET /api/user/current": ({ user }) => ({
        id: user!.id,
        email: user!.email,
        is_superuser: user!.isAdmin,
        common_name: user!.email,
        is_active: true,
      }),
      "GET /api/api-key": () =>
        store.keys.map(({ id, name, key }) => ({ id, name, masked_key: `${key.slice(0, 7)}****` })),
      "POST /api/api-key": ({ body }) => {
        if (store.keys.some(({ name }) => name === body.name))
          throw field("name", "An API key with this name already exists.");
        const made = {
          id: store.next(),
          name: body.name as string,
          key: `mb_${randomBytes(24).toString("base64url")}`,
        };
        store.keys.push(made);
        return { ...made, key: undefined, unmasked_key: made.key, masked_key: `${made.key.slice(0, 7)}****` };
      },
      "GET /api/database": () => ({
        data: store.databases.map((each) => readDatabase(each)),
        total: store.databases.length,
      }),
      "GET /api/database/:id": ({ ids }) => readDatabase(this.database(ids[0]!)),
      "POST /api/database": ({ body }) => this.createDatabase(body),
      "PUT /api/database/:id": async ({ ids, body }) => {
        const database = this.database(ids[0]!);
        const details = body.details as Details;
        database.details =
          details.password === PLACEHOLDER ? { ...details, password: database.details.password } : details;
        await this.checkConnection(database.details);
        return readDatabase(database);
      },
      "POST /api/database/:id/sync_schema": ({ ids }) => {
        const database = this.database(ids[0]!);
        if (database.syncIn < 0) database.syncIn = this.options.syncLooks;
        return { status: "ok" };
      },
      "GET /api/database/:id/metadata": async ({ ids }) => {
        const database = this.database(ids[0]!);
        await this.syncWhenDue(database);
        return {
          ...readDatabase(database),
          tables: database.tables.filter(({ active }) => active).map(readTable),
        };
      },
      "PUT /api/table/:id": ({ ids, body }) => {
        const table = store.databases.flatMap(({ tables }) => tables).find(({ id }) => id === Number(ids[0]));
        if (table === undefined) throw notFound();
        return readTable(Object.assign(table, body));
      },
      "GET /api/table": () => store.databases.flatMap(({ tables }) => tables.map(readTable)),
      "PUT /api/field/:id": ({ ids, body }) => {
        const found = store.field(Number(ids[0]));
        if (found === undefined) throw notFound();
        if (
          body.fk_target_field_id !== undefined &&
          body.fk_target_field_id !== null &&
          store.field(body.fk_target_field_id as number) === undefined
        )
          throw field("fk_target_field_id", "nullable integer greater than 0");
        return Object.assign(found.field, body);
      },
      "GET /api/collection": () => [
        { id: "root", name: "Our analytics", is_personal: false },
        ...store.collections
          .filter(({ archived }) => !archived)
          .map((each) => ({
            ...each,
            entity_id: null,
            type: null,
            namespace: null,
            is_personal: each.personal_owner_id !== null,
          })),
      ],
      "POST /api/collection": ({ body }) => {
        const parent = store.collections.find(({ id }) => id === body.parent_id);
        if (typeof body.parent_id === "number" && parent === undefined) throw notFound();
        const made = {
          id: store.next(),
          name: body.name as string,
          description: (body.description ?? null) as string | null,
          location: parent === undefined ? "/" : `${parent.location}${parent.id}/`,
          archived: false,
          personal_owner_id: null,
        };
        store.collections.push(made);
        return made;
      },
      "GET /api/collection/:id": ({ ids }) =>
        store.collections.find(({ id }) => id === Number(ids[0])) ?? { id: "root", name: "Our analytics" },
      "GET /api/collection/:id/items": ({ ids, query }) => this.itemsOf(ids[0]!, query.getAll("models")),
      "GET /api/card": () =>
        store.cards.filter(({ archived }) => !archived).map((card) => this.readCard(card)),
      "POST /api/card": ({ body }) => this.createCard(body),
      "GET /api/card/:id": ({ ids }) => {
        if (!this.options.findsByEntityId && !/^\d+$/.test(ids[0]!))
          throw field("id", "value must be an integer greater than zero.");
        return this.readCard(this.card(ids[0]!));
      },
      "PUT /api/card/:id": ({ ids, body }) => this.updateCard(this.card(ids[0]!), body),
      "POST /api/card/:id/query": ({ ids, body }) =>
        this.runCard(this.card(ids[0]!), (body.parameters ?? []) as Sent[]),
      "POST /api/dashboard": ({ body }) => {
        const made: Dashboard = {
          id: store.next(),
          name: body.name as string,
          description: (body.description ?? null) as string | null,
          collection_id: (body.collection_id ?? null) as number | null,
          archived: false,
          parameters: (body.parameters ?? []) as Dashboard["parameters"],
          tabs: [],
          dashcards: [],
        };
        store.dashboards.push(made);
        return this.readDashboard(made);
      },
      "GET /api/dashboard": ({ query }) =>
        store.dashboards
          .filter(({ archived }) => archived === (query.get("f") === "archived"))
          .map((dashboard) => ({ ...this.readDashboard(dashboard), dashcards: undefined, tabs: undefined })),
      "GET /api/dashboard/:id": ({ ids }) => this.readDashboard(this.dashboard(ids[0]!)),
      "PUT /api/dashboard/:id": ({ ids, body }) => this.updateDashboard(this.dashboard(ids[0]!), body),
      "GET /api/dashboard/:id/params/:key/values": ({ ids }) =>
        this.valuesOf(this.dashboard(ids[0]!), ids[1]!),
      "POST /api/dashboard/:id/dashcard/:tile/card/:card/query": ({ ids, body }) => {
        const dashcard = this.dashboard(ids[0]!).dashcards.find(({ id }) => id === Number(ids[1]));
        if (dashcard === undefined) throw notFound();
        const parameters = (body.parameters ?? []) as (Sent & { id: string })[];
        const mapped = parameters.flatMap((sent) => {
          const mapping = dashcard.parameter_mappings.find(({ parameter_id }) => parameter_id === sent.id);
          return mapping === undefined ? [] : [{ ...sent, target: mapping.target }];
        });
        return this.runCard(this.card(ids[2]!), mapped);
      },
      "GET /api/notification": ({ query }) =>
        store.notifications.filter(
          ({ active, payload, payload_type }) =>
            (active || query.get("include_inactive") === "true") &&
            (query.get("payload_type") ?? payload_type) === payload_type &&
            (query.get("card_id") ?? String(payload.card_id)) === String(payload.card_id),
        ),
      "POST /api/notification": ({ body, user }) => {
        if (!store.cards.some(({ id }) => id === body.payload.card_id)) throw notFound();
        const payload = { id: store.next(), ...body.payload };
        const made = {
          id: store.next(),
          active: true,
          creator_id: user!.id,
          payload_id: payload.id,
          ...body,
          payload,
        } as unknown as Notification;
        store.notifications.push(made);
        return made;
      },
      "PUT /api/notification/:id": ({ ids, body }) => {
        const found = store.notifications.find(({ id }) => id === Number(ids[0]));
        if (found === undefined) throw notFound();
        return Object.assign(found, body);
      },
    };
  }

  private database(id: string): Database {
    const found = this.store.databases.find((each) => each.id === Number(id));
    if (found === undefined) throw notFound();
    return found;
  }

  private card(id: string): Card {
    const found = this.store.cards.find((each) => String(each.id) === id || each.entity_id === id);
    if (found === undefined) throw notFound();
    return found;
  }

  private dashboard(id: string): Dashboard {
    const found = this.store.dashboards.find((each) => String(each.id) === id);
    if (found === undefined) throw notFound();
    return found;
  }

  private connect({ host, port, dbname, user, password }: Details): Promise<pg.Client> {
    const key = JSON.stringify([host, port, dbname, user, password]);
    const open = async (): Promise<pg.Client> => {
      const client = new pg.Client({
        host,
        port,
        database: dbname,
        user,
        password,
        options: "-c TimeZone=UTC -c default_transaction_read_only=on",
      });
      client.on("error", () => undefined);
      await client.connect();
      return client;
    };
    if (!this.clients.has(key)) this.clients.set(key, open());
    return this.clients.get(key)!;
  }

  private async checkConnection(details: Details): Promise<void> {
    try {
      await this.connect(details);
    } catch (error) {
      this.clients.clear();
      throw new Refusal(400, {
        message: error instanceof Error ? error.message : String(error),
        errors: { password: "check your password" },
      });
    }
  }

  private async createDatabase(body: Body): Promise<object> {
    await this.checkConnection(body.details as Details);
    const made: Database = {
      id: this.store.next(),
      name: body.name as string,
      engine: body.engine as string,
      details: body.details as Details,
      tables: [],
      syncIn: this.options.syncLooks,
      initial_sync_status: "incomplete",
    };
    this.store.databases.push(made);
    return readDatabase(made);
  }

  private async syncWhenDue(database: Database): Promise<void> {
    if (database.syncIn < 0) return;
    if (database.syncIn-- > 0) return;
    const client = await this.connect(database.details);
    const { rows } = await client.query<{
      schema: string;
      table: string;
      column: string;
      type: string;
      about: string | null;
      note: string | null;
    }>(
      `select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type,
         obj_description(c.oid) as about, col_description(c.oid, a.attnum) as note
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
       where c.relkind in ('r', 'v', 'm') and n.nspname = any ($1) and has_table_privilege(c.oid, 'select')
       order by 1, 2, a.attnum`,
      [String(database.details["schema-filters-patterns"] ?? "public").split(",")],
    );
    for (const table of database.tables) table.active = false;
    for (const { schema, table: name, column, type, about, note } of rows) {
      let table = database.tables.find((each) => each.schema === schema && each.name === name);
      if (table === undefined) {
        table = {
          id: this.store.next(),
          name,
          schema,
          display_name: humanize(name),
          description: about,
          visibility_type: null,
          active: true,
          fields: [],
        };
        database.tables.push(table);
      }
      table.active = true;
      if (!table.fields.some((each) => each.name === column))
        table.fields.push({
          id: this.store.next(),
          name: column,
          display_name: humanize(column),
          description: note,
          database_type: type,
          semantic_type: null,
          fk_target_field_id: null,
          visibility_type: "normal",
          has_field_values: "auto-list",
          active: true,
        });
    }
    database.initial_sync_status = "complete";
  }

  private itemsOf(id: string, models: readonly string[]): object {
    const here = <T extends { archived: boolean; collection_id: number | null }>(
      items: readonly T[],
    ): readonly T[] =>
      items.filter(({ archived, collection_id }) =>
        id === "trash" ? archived : !archived && collection_id === (id === "root" ? null : Number(id)),
      );
    const data = [
      ...here(this.store.cards).map((card) => ({
        id: card.id,
        model: "card",
        name: card.name,
        description: card.description,
        archived: card.archived,
        entity_id: card.entity_id,
      })),
      ...here(this.store.dashboards).map((each) => ({
        id: each.id,
        model: "dashboard",
        archived: each.archived,
        name: each.name,
        description: each.description,
      })),
    ].filter(({ model }) => models.length === 0 || models.includes(model));
    return { data, total: data.length, models, limit: null, offset: null };
  }

  private createCard(body: Body): object {
    const problem = checkCardSettings(
      body.display as string,
      body.visualization_settings as Card["visualization_settings"],
    );
    if (problem !== undefined) throw field("visualization_settings", problem);
    const given = this.options.keepsEntityId ? (body.entity_id as string | undefined) : undefined;
    if (given !== undefined && this.store.cards.some(({ entity_id }) => entity_id === given))
      throw new Refusal(500, {
        message: 'duplicate key value violates unique constraint "report_card_entity_id_key"',
      });
    const card: Card = {
      id: this.store.next(),
      entity_id: given ?? randomBytes(16).toString("base64url").slice(0, 21),
      name: body.name as string,
      display: body.display as string,
      description: (body.description ?? null) as string | null,
      collection_id: (body.collection_id ?? null) as number | null,
      archived: false,
      ...this.readQuery(body.dataset_query as Body),
      visualization_settings: body.visualization_settings as Card["visualization_settings"],
    };
    this.store.cards.push(card);
    return this.readCard(card);
  }

  private readQuery({ database, native }: Body): Pick<Card, "database" | "sql" | "tags"> {
    this.database(String(database));
    const tags = native["template-tags"] as { [name: string]: StoredTag };
    const used = new Set(
      [...(native.query as string).matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]!),
    );
    for (const [name, tag] of Object.entries(tags)) {
      if (name !== tag.name || !used.has(name)) throw field("dataset_query", `template tag ${name}`);
      if (this.store.field(tag.dimension[1] as number) === undefined)
        throw field("dataset_query", `field ${String(tag.dimension[1])}`);
    }
    for (const name of used)
      if (tags[name] === undefined) throw field("dataset_query", `no template tag ${name}`);
    return { database: database as number, sql: native.query as string, tags };
  }

  private updateCard(card: Card, { dataset_query, ...rest }: Body): object {
    const problem = checkCardSettings(
      (rest.display ?? card.display) as string,
      (rest.visualization_settings ?? card.visualization_settings) as Card["visualization_settings"],
    );
    if (problem !== undefined) throw field("visualization_settings", problem);
    Object.assign(card, rest, dataset_query === undefined ? {} : this.readQuery(dataset_query as Body));
    return this.readCard(card);
  }

  /** MBQL 5, as 0.57 and later answer: uuids are new every time, tags are a map, from 0.63 on a list. */
  private readCard(card: Card): object {
    const tags = Object.values(card.tags).map((tag) => ({
      ...tag,
      dimension: ["field", { "lib/uuid": randomUUID() }, tag.dimension[1]],
    }));
    const stage = {
      "lib/type": "mbql.stage/native",
      "lib/uuid": randomUUID(),
      native: card.sql,
      "template-tags": this.major >= 63 ? tags : Object.fromEntries(tags.map((tag) => [tag.name, tag])),
    };
    const { sql: _, tags: __, database, mbql, ...rest } = card;
    return {
      ...rest,
      type: "question",
      database_id: database,
      query_type: mbql === undefined ? "native" : "query",
      table_id: null,
      dataset_query: mbql ?? { "lib/type": "mbql/query", database, stages: [stage] },
      parameters: [],
      result_metadata: null,
      creator_id: 1,
      creator: { id: 1, common_name: "Ada Admin", email: "ada@example.org" },
      can_write: true,
      dashboard_count: this.store.dashboards.filter(
        ({ archived, dashcards }) => !archived && dashcards.some(({ card_id }) => card_id === card.id),
      ).length,
      created_at: "2026-11-01T00:00:00Z",
      updated_at: "2026-11-01T00:00:00Z",
    };
  }

  private readDashboard(dashboard: Dashboard): object {
    return {
      ...dashboard,
      width: "fixed",
      auto_apply_filters: true,
      entity_id: null,
      enable_embedding: false,
      public_uuid: null,
      cache_ttl: null,
      creator_id: 1,
      creator: { id: 1, common_name: "Ada Admin", email: "ada@example.org" },
      tabs: dashboard.tabs.map((tab) => ({ ...tab, dashboard_id: dashboard.id })),
      dashcards: dashboard.dashcards.map((dashcard) => ({
        ...dashcard,
        dashboard_id: dashboard.id,
        entity_id: null,
        inline_parameters: [],
        parameter_mappings: dashcard.parameter_mappings.map((mapping) => ({
          ...mapping,
          target: this.major >= 63 ? [...mapping.target.slice(0, 2), { "stage-number": 0 }] : mapping.target,
        })),
        card: dashcard.card_id === null ? null : this.readCard(this.card(String(dashcard.card_id))),
      })),
    };
  }

  /** Arrays replace the whole set: what is not sent is gone, and a negative id makes something new. */
  private updateDashboard(dashboard: Dashboard, { tabs, dashcards, ...rest }: Body): object {
    const tabIds = new Map<number, number>();
    const newTabs = (tabs as { id: number; name: string }[] | undefined)?.map(({ id, name }, position) => {
      if (id >= 0 && !dashboard.tabs.some((tab) => tab.id === id)) throw notFound();
      const real = id < 0 ? this.store.next() : id;
      if (tabIds.has(id)) throw field("tabs", "ids must be unique");
      tabIds.set(id, real);
      return { id: real, name, position };
    });
    const seen = new Set<number>();
    const made = (dashcards as Body[] | undefined)?.map((sent): Dashcard => {
      if (seen.has(sent.id as number)) throw field("dashcards", "ids must be unique");
      seen.add(sent.id as number);
      const before = dashboard.dashcards.find(({ id }) => id === sent.id);
      if (before === undefined && sent.id >= 0) throw notFound();
      if (sent.col + sent.size_x > 24) throw field("dashcards", "beyond the grid");
      const cardId = (sent.card_id ?? null) as number | null;
      if (cardId !== null) this.card(String(cardId));
      const problem = checkTileSettings(
        cardId === null,
        (sent.visualization_settings ?? {}) as Dashcard["visualization_settings"],
      );
      if (problem !== undefined) throw field("dashcards", problem);
      for (const { target, card_id } of (sent.parameter_mappings ?? []) as Dashcard["parameter_mappings"]) {
        if (card_id !== cardId) throw field("parameter_mappings", "another card");
        const name = (target[1] as unknown[])[1] as string;
        if (
          (target[1] as unknown[])[0] === "template-tag" &&
          this.card(String(cardId)).tags[name] === undefined
        )
          throw field("parameter_mappings", `no tag ${name}`);
      }
      const tab = (sent.dashboard_tab_id ?? null) as number | null;
      if ((newTabs ?? dashboard.tabs).length > 0 && tab === null)
        throw field("dashcards", "This dashboard has tab, makes sure every card has a tab");
      if (tab !== null && !tabIds.has(tab)) throw field("dashcards", `no tab ${tab}`);
      return {
        id: before?.id ?? this.store.next(),
        card_id: cardId,
        dashboard_tab_id: tab === null ? null : tabIds.get(tab)!,
        row: sent.row as number,
        col: sent.col as number,
        size_x: sent.size_x as number,
        size_y: sent.size_y as number,
        parameter_mappings: ((sent.parameter_mappings ?? []) as Dashcard["parameter_mappings"]).map(
          (mapping) => ({ ...mapping, target: mapping.target.slice(0, 2) }),
        ),
        visualization_settings: (sent.visualization_settings ?? {}) as Dashcard["visualization_settings"],
        series: (sent.series ?? []) as Dashcard["series"],
      };
    });
    Object.assign(
      dashboard,
      rest,
      newTabs === undefined ? {} : { tabs: newTabs },
      made === undefined ? {} : { dashcards: made },
    );
    return this.readDashboard(dashboard);
  }

  private async runCard(card: Card, parameters: readonly Sent[]): Promise<object> {
    try {
      const filters = new Map<string, Filter>();
      for (const { target, type, value } of parameters) {
        const name = (target?.[1] as unknown[] | undefined)?.[1] as string;
        const tag = card.tags[name];
        if (tag !== undefined)
          filters.set(name, { column: this.store.columnOf(tag.dimension[1] as number), type, value });
      }
      const client = await this.connect(this.database(String(card.database)).details);
      const { rows, cols } = await runSql(client, substitute(card.sql, filters));
      return { status: "completed", row_count: rows.length, data: { rows, cols }, running_time: 1 };
    } catch (error) {
      return {
        status: "failed",
        error: error instanceof Error ? error.message : String(error),
        error_type: "invalid-query",
        class: "class org.postgresql.util.PSQLException",
      };
    }
  }

  private async valuesOf(dashboard: Dashboard, key: string): Promise<object> {
    for (const { card_id, parameter_mappings } of dashboard.dashcards)
      for (const { parameter_id, target } of parameter_mappings) {
        const tag =
          parameter_id === key && card_id !== null
            ? this.card(String(card_id)).tags[(target[1] as unknown[])[1] as string]
            : undefined;
        if (tag === undefined) continue;
        const { table, field: found } = this.store.field(tag.dimension[1] as number)!;
        const database = this.store.databases.find(({ tables }) => tables.includes(table))!;
        const { rows } = await runSql(
          await this.connect(database.details),
          `select distinct "${found.name}" from "${table.schema}"."${table.name}" order by 1`,
        );
        return { values: rows, has_more_values: false };
      }
    throw field("parameter", "no mapping");
  }
}

interface Sent {
  readonly type: string;
  readonly target?: readonly unknown[];
  readonly value: unknown;
}

const OPEN = new Set([
  "GET /api/health",
  "GET /api/session/properties",
  "POST /api/setup",
  "POST /api/session",
]);
const PLACEHOLDER = "**MetabasePass**";

const readDatabase = ({ id, name, engine, details, initial_sync_status }: Database): object => ({
  id,
  name,
  engine,
  details: { ...details, password: PLACEHOLDER },
  initial_sync_status,
  is_saved_questions: false,
});
const readTable = (table: Table): object => ({
  ...table,
  db_id: 1,
  entity_type: null,
  fields: table.fields
    .filter(({ active }) => active)
    .map((each) => ({ ...each, table_id: table.id, base_type: "type/*" })),
});
const humanize = (name: string): string =>
  name.replaceAll("_", " ").replaceAll(/\b\w/g, (letter) => letter.toUpperCase());

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}
