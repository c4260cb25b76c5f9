/** What a Metabase remembers. */
import { randomUUID } from "node:crypto";

export interface User {
  readonly id: number;
  readonly email: string;
  readonly password: string;
  readonly isAdmin: boolean;
}

export interface Field {
  readonly id: number;
  readonly name: string;
  display_name: string;
  description: string | null;
  database_type: string;
  semantic_type: string | null;
  fk_target_field_id: number | null;
  visibility_type: string;
  has_field_values: string;
  active: boolean;
  [key: string]: unknown;
}

export interface Table {
  readonly id: number;
  readonly name: string;
  readonly schema: string;
  display_name: string;
  description: string | null;
  visibility_type: string | null;
  active: boolean;
  fields: Field[];
  [key: string]: unknown;
}

export interface Details {
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  readonly user: string;
  readonly password?: string;
  readonly [key: string]: unknown;
}

export interface Database {
  readonly id: number;
  name: string;
  engine: string;
  details: Details;
  tables: Table[];
  /** Looks that are left until a sync has happened; -1 when none is under way. */
  syncIn: number;
  initial_sync_status: "incomplete" | "complete";
}

export interface Collection {
  readonly id: number;
  name: string;
  description: string | null;
  location: string;
  archived: boolean;
  personal_owner_id: number | null;
}

export interface StoredTag {
  readonly id: string;
  readonly name: string;
  readonly "display-name": string;
  readonly type: string;
  readonly dimension: readonly unknown[];
  readonly "widget-type": string;
}

export interface Card {
  readonly id: number;
  entity_id: string;
  name: string;
  display: string;
  description: string | null;
  collection_id: number | null;
  archived: boolean;
  database: number;
  sql: string;
  tags: { [name: string]: StoredTag };
  visualization_settings: { [key: string]: unknown };
  /** Of a question that was clicked together: what it is made from. */
  mbql?: object;
}

export interface Dashcard {
  readonly id: number;
  card_id: number | null;
  dashboard_tab_id: number | null;
  row: number;
  col: number;
  size_x: number;
  size_y: number;
  parameter_mappings: { parameter_id: string; card_id: number | null; target: readonly unknown[] }[];
  visualization_settings: { [key: string]: unknown };
  series: { id: number }[];
}

export interface Dashboard {
  readonly id: number;
  name: string;
  description: string | null;
  collection_id: number | null;
  archived: boolean;
  parameters: { id: string; [key: string]: unknown }[];
  tabs: { id: number; name: string; position: number }[];
  dashcards: Dashcard[];
}

export interface Notification {
  readonly id: number;
  active: boolean;
  creator_id: number;
  payload_type: string;
  payload: { card_id: number; send_condition: string; [key: string]: unknown };
  subscriptions: { cron_schedule: string; [key: string]: unknown }[];
  handlers: {
    channel_type: string;
    recipients?: { details?: { value: string } }[];
    [key: string]: unknown;
  }[];
}

export class Store {
  setupToken: string | null = randomUUID();
  readonly users: User[] = [];
  readonly sessions = new Map<string, User>();
  readonly keys: { readonly id: number; readonly name: string; readonly key: string }[] = [];
  readonly databases: Database[] = [];
  readonly collections: Collection[] = [];
  readonly cards: Card[] = [];
  readonly dashboards: Dashboard[] = [];
  readonly notifications: Notification[] = [];
  private last = 0;

  /** Ids are never given twice; gaps are usual. */
  next(): number {
    return ++this.last;
  }

  field(id: number): { readonly table: Table; readonly field: Field } | undefined {
    for (const { tables } of this.databases)
      for (const table of tables) {
        const field = table.fields.find((each) => each.id === id);
        if (field !== undefined) return { table, field };
      }
    return undefined;
  }

  /** `"schema"."table"."column"` of a field. */
  columnOf(id: number): string {
    const { table, field } = this.field(id)!;
    return `"${table.schema}"."${table.name}"."${field.name}"`;
  }

  /** Everything but ids, random uuids and order of making: equal for two servers that show the same. */
  snapshot(): object {
    const cardName = (id: number | null): string | null =>
      this.cards.find((card) => card.id === id)?.entity_id ?? null;
    const collectionName = (id: number | null): string | null =>
      this.collections.find((each) => each.id === id)?.name ?? null;
    const by = <T>(items: T[], key: (item: T) => string): T[] =>
      [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return structuredClone({
      databases: this.databases.map(({ name, details, tables }) => ({
        name,
        details: { ...details, port: 0 },
        tables: by(tables, ({ name: table }) => table).map((table) => ({
          ...table,
          id: 0,
          fields: by(table.fields, ({ name: field }) => field).map((field) => ({
            ...field,
            id: 0,
            fk_target_field_id:
              field.fk_target_field_id === null ? null : this.columnOf(field.fk_target_field_id),
          })),
        })),
      })),
      collections: by(this.collections, ({ name }) => name).map(({ name, description, archived }) => ({
        name,
        description,
        archived,
      })),
      cards: by(this.cards, ({ entity_id }) => entity_id).map(
        ({ id: _, database: __, collection_id, tags, ...card }) => ({
          ...card,
          collection: collectionName(collection_id),
          tags: Object.values(tags).map(({ dimension, ...tag }) => ({
            ...tag,
            dimension: this.columnOf(dimension[1] as number),
          })),
        }),
      ),
      dashboards: by(this.dashboards, ({ name }) => name).map(
        ({ id: _, collection_id, dashcards, tabs, ...dashboard }) => ({
          ...dashboard,
          collection: collectionName(collection_id),
          tabs: tabs.map(({ name }) => name),
          dashcards: by(
            dashcards.map(({ id: __, card_id, dashboard_tab_id, parameter_mappings, ...dashcard }) => ({
              ...dashcard,
              card: cardName(card_id),
              tab: tabs.find(({ id }) => id === dashboard_tab_id)?.name ?? null,
              parameter_mappings: parameter_mappings.map(({ parameter_id, target }) => ({
                parameter_id,
                target,
              })),
            })),
            ({ tab, row, col }) => `${tab} ${String(row).padStart(4, "0")} ${String(col).padStart(2, "0")}`,
          ),
        }),
      ),
      notifications: this.notifications.map(({ id: _, creator_id: __, payload, ...rest }) => ({
        ...rest,
        payload_id: 0,
        payload: { ...payload, id: 0, card_id: cardName(payload.card_id) },
      })),
    });
  }
}
