/** The shapes of everything a properties file can hold, named as in YAML. */
import { optionalGrain } from "./semantic-words.ts";
import type { Check, Shape } from "./shape.ts";
import { shape } from "./shape.ts";

const texts: Check = { list: "text" };
const mappings: Check = { list: "mapping" };
const dataTests: Check = { list: { anyOf: ["text", "mapping"], words: "a test's name or a mapping" } };
const optionalTests: Check = { ...dataTests, nullable: true } as Check;

const docs: Shape = shape({ show: "boolean", node_color: "text?" });

const described = {
  name: "text",
  description: "text",
  meta: "mapping",
  data_type: "text?",
  constraints: mappings,
  docs,
  config: "mapping",
} as const satisfies { [key: string]: Check };

const tested = { ...described, data_tests: dataTests, tests: dataTests } as const satisfies {
  [key: string]: Check;
};

const docsColumn: Shape = shape(
  {
    ...described,
    quote: "any",
    tags: "any",
    data_tests: "any",
    tests: "any",
    dimension: "any",
    entity: "any",
  },
  { required: ["name"], open: true },
);
const column: Shape = shape(
  { ...tested, quote: "boolean?", tags: texts, granularity: optionalGrain, dimension: "any", entity: "any" },
  { required: ["name"], open: true },
);

/** Keys of config that are also accepted beside it. */
const beside = { group: "any", contract: "any", access: "text?" } as const satisfies { [key: string]: Check };

const testable = {
  ...tested,
  ...beside,
  columns: { list: column },
  quote_columns: "boolean?",
} as const satisfies { [key: string]: Check };
export const seedShape: Shape = shape(testable, { required: ["name"], open: true });
export const snapshotShape: Shape = shape(
  { ...testable, relation: "text" },
  { required: ["name"], open: true },
);

const includeExclude: Shape = shape(
  { include: { anyOf: ["text", texts], words: "'*', 'all' or a list of columns" }, exclude: texts },
  { required: ["include"] },
);
const versionShape: Shape = shape(
  {
    v: "version",
    defined_in: "text?",
    description: "text",
    access: "text?",
    config: "mapping",
    constraints: mappings,
    docs,
    data_tests: optionalTests,
    tests: optionalTests,
    columns: { list: { anyOf: [includeExclude, column], words: "a column, or include/exclude" } },
    deprecation_date: "date?",
  },
  { required: ["v"] },
);

const timeSpine: Shape = shape(
  {
    standard_granularity_column: "text",
    custom_granularities: { list: shape({ name: "text", column_name: "text?" }, { required: ["name"] }) },
  },
  { required: ["standard_granularity_column"], nullable: true },
);

export const modelShape: Shape = shape(
  {
    ...testable,
    latest_version: "version?",
    versions: { list: versionShape },
    deprecation_date: "date?",
    time_spine: timeSpine,
  },
  { required: ["name"], open: true },
);

export const analysisShape: Shape = shape(
  { ...described, ...beside, columns: { list: docsColumn } },
  { required: ["name"], open: true },
);
export const singularTestShape: Shape = shape(
  { ...described, ...beside },
  { required: ["name"], open: true },
);

export const macroShape: Shape = shape(
  {
    ...described,
    arguments: { list: shape({ name: "text", type: "text?", description: "text" }, { required: ["name"] }) },
  },
  { required: ["name"], open: true },
);

export const functionShape: Shape = shape(
  {
    ...described,
    ...beside,
    returns: shape({ data_type: "text", description: "text?" }, { required: ["data_type"] }),
    arguments: {
      list: shape(
        { name: "text", data_type: "text", description: "text?", default_value: "any" },
        { required: ["name", "data_type"] },
      ),
    },
  },
  { required: ["name", "returns"], open: true },
);

const quoting: Shape = shape({
  database: "boolean?",
  schema: "boolean?",
  identifier: "boolean?",
  column: "boolean?",
});
const time: Shape = shape(
  { count: "integer?", period: { oneOf: ["minute", "hour", "day"], nullable: true } },
  { nullable: true },
);
export const freshnessShape: Shape = shape(
  { warn_after: time, error_after: time, filter: "text?" },
  { nullable: true },
);

const external: Shape = shape(
  {
    location: "text?",
    file_format: "text?",
    row_format: "text?",
    tbl_properties: "text?",
    partitions: {
      list: {
        anyOf: [
          "text",
          shape({ name: "text", description: "text", data_type: "text", meta: "mapping" }, { open: true }),
        ],
        words: "a column's name or a mapping",
      },
      nullable: true,
    },
  },
  { open: true, nullable: true },
);

const freshnessKeys = {
  freshness: freshnessShape,
  loaded_at_field: "text?",
  loaded_at_query: "text?",
  loaded_at_field_present: "boolean?",
} as const satisfies { [key: string]: Check };
/** Checked as far as nothing else does. */
const sourceConfig: Shape = shape({ freshness: freshnessShape }, { open: true });
const sourceTable: Shape = shape(
  {
    ...tested,
    ...freshnessKeys,
    columns: { list: column },
    identifier: "text?",
    quoting,
    external,
    tags: texts,
    config: sourceConfig,
  },
  { required: ["name"], open: true },
);
export const sourceShape: Shape = shape(
  {
    name: "text",
    description: "text",
    meta: "mapping",
    database: "text?",
    schema: "text?",
    loader: "text",
    quoting,
    ...freshnessKeys,
    tables: { list: sourceTable },
    tags: texts,
    config: sourceConfig,
  },
  { required: ["name"] },
);

const tablePatch: Shape = shape(
  {
    name: "text",
    description: "text?",
    meta: "mapping?",
    data_type: "text?",
    docs: { ...docs, nullable: true },
    ...freshnessKeys,
    identifier: "text?",
    quoting,
    external,
    tags: { list: "text", nullable: true },
    data_tests: optionalTests,
    tests: optionalTests,
    columns: { list: column, nullable: true },
  },
  { required: ["name"] },
);
export const sourcePatchShape: Shape = shape(
  {
    name: "text",
    overrides: "text",
    config: "mapping",
    description: "text?",
    meta: "mapping?",
    database: "text?",
    schema: "text?",
    loader: "text?",
    quoting: { ...quoting, nullable: true },
    ...freshnessKeys,
    tables: { list: tablePatch, nullable: true },
    tags: { list: "text", nullable: true },
  },
  { required: ["name", "overrides"] },
);

const owner: Shape = shape(
  { email: { anyOf: ["text?", texts], words: "a text or a list of texts" }, name: "text?" },
  { open: true },
);

export const exposureShape: Shape = shape(
  {
    name: "text",
    type: { oneOf: ["dashboard", "notebook", "analysis", "ml", "application"] },
    owner,
    description: "text",
    label: "text?",
    maturity: { oneOf: ["low", "medium", "high"], nullable: true },
    meta: "mapping",
    tags: texts,
    url: "text?",
    depends_on: texts,
    config: "mapping",
  },
  { required: ["name", "type", "owner"] },
);

export const groupShape: Shape = shape(
  { name: "text", owner, description: "text?", config: "mapping" },
  { required: ["name", "owner"] },
);

const rows: Check = { anyOf: ["text?", mappings], words: "a list of mappings, or text" };
const format: Check = { oneOf: ["csv", "dict", "sql"] };
const versions: Check = { list: "version", nullable: true };
export const unitTestShape: Shape = shape(
  {
    name: "text",
    model: "text",
    given: { list: shape({ input: "text", rows, format, fixture: "text?" }, { required: ["input"] }) },
    expect: shape({ rows, format, fixture: "text?" }),
    description: "text",
    overrides: shape({ macros: "mapping", vars: "mapping", env_vars: "mapping" }, { nullable: true }),
    config: "mapping",
    versions: shape({ include: versions, exclude: versions }, { nullable: true }),
  },
  { required: ["name", "model", "given", "expect"] },
);
