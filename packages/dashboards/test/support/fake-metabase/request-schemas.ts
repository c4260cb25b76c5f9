/**
 * What each endpoint takes, written by hand from Metabase's API (0.58 to 0.64). Stricter than Metabase in one way: a key
 * that it would ignore is an error here.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv";

const blank = { type: "string", minLength: 1 };
const orNull = (schema: object): object => ({ anyOf: [schema, { type: "null" }] });
const positive = { type: "integer", exclusiveMinimum: 0 };
const object = (required: readonly string[], properties: object): object => ({
  type: "object",
  required,
  properties,
  additionalProperties: false,
});
const free = { type: "object" };

const SEMANTIC = [
  "type/PK",
  "type/FK",
  "type/Category",
  "type/Name",
  "type/Title",
  "type/Description",
  "type/Quantity",
  "type/Share",
  "type/Percentage",
  "type/Currency",
  "type/Score",
  "type/Duration",
  "type/Email",
  "type/URL",
  "type/City",
  "type/Country",
  "type/CreationDate",
  "type/CreationTimestamp",
  "type/User",
  "type/Company",
  "type/Enum",
];
const PARAMETERS = [
  "string/=",
  "date/all-options",
  "date/range",
  "number/=",
  "category",
  "id",
  "temporal-unit",
];

const parameter = {
  type: "object",
  required: ["id", "type"],
  properties: {
    id: blank,
    name: blank,
    slug: blank,
    type: { enum: PARAMETERS },
    sectionId: blank,
    default: {},
  },
};
const mapping = object(["parameter_id", "target"], {
  parameter_id: blank,
  card_id: orNull(positive),
  target: { type: "array", minItems: 2 },
});
const tag = object(["id", "name", "display-name", "type", "dimension", "widget-type"], {
  id: { type: "string", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" },
  name: blank,
  "display-name": blank,
  type: { const: "dimension" },
  dimension: {
    type: "array",
    minItems: 3,
    maxItems: 3,
    prefixItems: [{ const: "field" }, positive, { type: "null" }],
  },
  "widget-type": { enum: PARAMETERS },
});
const query = object(["type", "database", "native"], {
  type: { const: "native" },
  database: positive,
  native: object(["query", "template-tags"], {
    query: blank,
    "template-tags": { type: "object", additionalProperties: tag },
  }),
});
const card = {
  name: blank,
  display: blank,
  description: orNull(blank),
  dataset_query: query,
  visualization_settings: free,
  collection_id: orNull(positive),
};
const details = object(["host", "port", "dbname", "user"], {
  host: blank,
  port: positive,
  dbname: blank,
  user: blank,
  password: { type: "string" },
  ssl: { type: "boolean" },
  "schema-filters-type": { enum: ["all", "inclusion", "exclusion"] },
  "schema-filters-patterns": blank,
});
const handler = object(["channel_type"], {
  channel_type: { enum: ["channel/email", "channel/slack", "channel/http"] },
  recipients: {
    type: "array",
    minItems: 1,
    items: object(["type"], {
      type: {
        enum: [
          "notification-recipient/user",
          "notification-recipient/group",
          "notification-recipient/raw-value",
        ],
      },
      details: object(["value"], { value: blank }),
    }),
  },
});
const notification = {
  payload_type: { const: "notification/card" },
  payload: {
    type: "object",
    required: ["card_id", "send_condition"],
    properties: {
      card_id: positive,
      send_condition: { enum: ["has_result", "goal_above", "goal_below"] },
      send_once: { type: "boolean" },
    },
  },
  subscriptions: {
    type: "array",
    minItems: 1,
    items: object(["type", "cron_schedule"], {
      type: { const: "notification-subscription/cron" },
      // Quartz: seven fields, a question mark in the day of the month or of the week.
      cron_schedule: { type: "string", pattern: "^\\d+ \\d+ (\\d+|\\*) (\\?|\\*|\\d+) \\* (\\?|\\d+) \\*$" },
    }),
  },
  handlers: { type: "array", minItems: 1, items: handler },
};

export const REQUESTS: { readonly [endpoint: string]: object } = {
  "POST /api/setup": object(["token", "user", "prefs"], {
    token: blank,
    user: object(["email", "password"], {
      email: { type: "string", pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" },
      password: { type: "string", minLength: 6, pattern: "\\d" },
      first_name: orNull(blank),
      last_name: orNull(blank),
      site_name: blank,
    }),
    prefs: object(["site_name"], {
      site_name: blank,
      site_locale: orNull(blank),
      allow_tracking: { type: "boolean" },
    }),
  }),
  "POST /api/session": object(["username", "password"], { username: blank, password: blank }),
  "POST /api/api-key": object(["group_id", "name"], { group_id: positive, name: blank }),
  "POST /api/database": object(["name", "engine", "details"], {
    name: blank,
    engine: { enum: ["postgres"] },
    details,
    is_full_sync: { type: "boolean" },
    is_on_demand: { type: "boolean" },
    auto_run_queries: { type: "boolean" },
    connection_source: { enum: ["admin", "setup"] },
  }),
  "PUT /api/database/:id": object([], { name: blank, engine: { enum: ["postgres"] }, details }),
  "PUT /api/table/:id": object([], {
    display_name: blank,
    description: orNull(blank),
    visibility_type: orNull({ enum: ["hidden", "technical", "cruft"] }),
  }),
  "PUT /api/field/:id": object([], {
    display_name: blank,
    description: orNull(blank),
    visibility_type: { enum: ["normal", "details-only", "hidden", "sensitive", "retired"] },
    semantic_type: orNull({ enum: SEMANTIC }),
    fk_target_field_id: orNull(positive),
    has_field_values: { enum: ["list", "search", "none", "auto-list"] },
  }),
  "POST /api/collection": object(["name"], {
    name: blank,
    description: orNull(blank),
    parent_id: orNull(positive),
  }),
  "POST /api/card": object(["name", "display", "dataset_query", "visualization_settings"], {
    ...card,
    type: { enum: ["question", "model", "metric"] },
    entity_id: { type: "string", pattern: "^[A-Za-z0-9_-]{21}$" },
  }),
  "PUT /api/card/:id": object([], { ...card, archived: { type: "boolean" } }),
  "POST /api/dashboard": object(["name"], {
    name: blank,
    description: orNull(blank),
    collection_id: orNull(positive),
    parameters: { type: "array", items: parameter },
  }),
  "PUT /api/dashboard/:id": object([], {
    name: blank,
    description: orNull(blank),
    archived: { type: "boolean" },
    collection_id: orNull(positive),
    parameters: { type: "array", items: parameter },
    tabs: { type: "array", items: object(["id", "name"], { id: { type: "integer" }, name: blank }) },
    dashcards: {
      type: "array",
      items: object(["id", "size_x", "size_y", "row", "col"], {
        id: { type: "integer" },
        card_id: orNull(positive),
        dashboard_tab_id: orNull({ type: "integer" }),
        size_x: positive,
        size_y: positive,
        row: { type: "integer", minimum: 0 },
        col: { type: "integer", minimum: 0 },
        parameter_mappings: { type: "array", items: mapping },
        visualization_settings: free,
        series: { type: "array", items: { type: "object", required: ["id"] } },
        inline_parameters: { type: "array" },
        action_id: positive,
      }),
    },
  }),
  "POST /api/notification": object(["payload_type", "payload", "subscriptions", "handlers"], notification),
  "PUT /api/notification/:id": {
    type: "object",
    required: ["payload_type", "payload", "subscriptions", "handlers"],
    properties: {
      ...notification,
      subscriptions: { type: "array", minItems: 1 },
      handlers: { type: "array" },
      active: { type: "boolean" },
    },
  },
};

let compiled: ReadonlyMap<string, ValidateFunction> | undefined;

/** Of each endpoint that takes a body; compiled once. */
export function compileSchemas(): ReadonlyMap<string, ValidateFunction> {
  if (compiled === undefined) {
    const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
    compiled = new Map(Object.entries(REQUESTS).map(([endpoint, schema]) => [endpoint, ajv.compile(schema)]));
  }
  return compiled;
}
