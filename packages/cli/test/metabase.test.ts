/** `tsmodel metabase …` by the real binary: a project built, published to a real Postgres, and shown in a fake Metabase. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeMetabase } from "../../dashboards/test/support/fake-metabase/fake-metabase.ts";
import { startPostgres, type PostgresServer } from "../../publish/test/support/postgres-server.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let server: PostgresServer;
let fake: FakeMetabase;
let project: TemporaryProject;
let env: { readonly [name: string]: string };

const PASSWORD = "correct horse 1";
const DASHBOARD = `version: 1
title: Sales
as_of: "cast('{{ var('today') }}' as date)"
filters:
  period: {type: date-range, default: last-4-weeks}
  country: {type: select}
queries:
  orders:
    model: mart_orders
    time: day
    grain: week
    by: [country]
    filters: {period: day, country: country}
    measures: {n: count(), amount: {value: sum(amount), format: eur}}
  big:
    sql: "select day, country, amount from {{ ref('big_orders') }}"
    time: day
    grain: week
    filters: {country: country}
    measures: {amount: sum(amount)}
rows:
  - tiles: [{number: orders.n}, {line: orders, y: amount, alert: {value: 100, label: Limit}}, {bar: big, y: amount}]
alerts: [{tile: line-amount, when: above, to: [data@example.org]}]
`;
const MODELS = `models:
  - name: mart_orders
    description: One row per order.
    config: {meta: {metabase: {display_name: Orders of the shop}}}
    columns:
      - {name: id, description: Key., data_tests: [unique, not_null]}
      - {name: country, description: ISO code., data_tests: [{accepted_values: {arguments: {values: [DE, FR]}}}, {relationships: {arguments: {to: ref('countries'), field: code}}}]}
      - {name: amount, config: {meta: {metabase.semantic_type: Currency}}}
`;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, password, database } = server.target;
  const admin = await server.connect();
  await admin.query(`create role reader login password 'reader-secret'; create schema reporting; grant usage on schema reporting to reader;
    alter default privileges in schema reporting grant select on tables to reader`);
  fake = await FakeMetabase.start({ version: "v0.64.6", syncLooks: 1 });
  project = createProject({
    "models/mart_orders.sql":
      "{{ config(materialized='table', alias='orders_mart', meta={'publish': {'name': 'orders'}}) }}\nselect i as id, date '2026-01-05' + cast(i as integer) as day, ['DE', 'FR'][1 + i % 2] as country, 10 * i as amount from range(40) t(i)",
    "models/big_orders.sql":
      "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('mart_orders') }} where amount > 100",
    "models/models.yml": MODELS,
    "seeds/countries.csv": "code,country_name\nDE,Germany\nFR,France\n",
    "dashboards/sales.yml": DASHBOARD,
    "dbt_project.yml":
      "name: shop\nprofile: shop\nvars:\n  today: 2026-02-12\n  publish: {select: 'mart_orders countries', target: serving, schema: reporting}\n  metabase: {collection: Company/Sales, database: Shop, connection: reader}\n",
    "profiles.yml": `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n    serving: {type: postgres, host: "${host}", port: ${port}, user: ${user}, password: "${password}", dbname: ${database}, schema: reporting, sslmode: disable}\n    reader: {type: postgres, host: "${host}", port: ${port}, user: reader, password: "{{ env_var('METABASE_READER_PASSWORD') }}", dbname: ${database}, schema: reporting}\n`,
  });
  env = {
    METABASE_URL: `${fake.url}/`,
    METABASE_USER: "ada@example.org",
    METABASE_PASSWORD: PASSWORD,
    METABASE_READER_PASSWORD: "reader-secret",
  };
  const built = await runCli(["build", "--publish"], { cwd: project.root, env });
  expect(built.code, built.stdout).toBe(0);
});
afterAll(async () => {
  await fake?.stop();
  await server?.stop();
  project?.remove();
});

const run = (words: string, more: { readonly [name: string]: string } = {}): Promise<CliResult> =>
  runCli(["metabase", ...words.split(" ")], { cwd: project.root, env: { ...env, ...more } });
/** Without the clock and what every command says first. */
const linesOf = ({ stdout }: CliResult): string[] =>
  stdout
    .split("\n")
    .map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, ""))
    .filter(
      (line) => line !== "" && !/^(Running with|Registered adapter|Found |Unable to do partial)/.test(line),
    );

test("from a new server to the page, and then nothing", async () => {
  const plan = await run("plan");
  expect([plan.code, linesOf(plan)]).toEqual([
    0,
    [
      "+ account    Reporting  first set-up",
      "+ database   Shop",
      "+ question   sales: N  number",
      "+ question   sales: Amount  line",
      "+ question   sales: Amount  bar",
      "+ dashboard  Sales  3 questions",
      `${fake.url} (Metabase v0.64.6): 6 new; tsmodel metabase apply does it (2 requests to read, 0 to write)`,
    ],
  ]);
  expect(fake.takeLog().writes).toEqual([]);
  const first = await run("apply");
  expect([first.code, linesOf(first)]).toEqual([
    0,
    [
      expect.stringMatching(/^\+ database {3}Shop {2}reader@127.0.0.1:\d+\/postgres, schema reporting$/),
      "  Metabase looks for a table in schema reporting: up to 45 seconds",
      "~ table      orders  name",
      "~ field      orders.id  type",
      "~ field      orders.country  foreign key, list of values, type",
      "~ field      orders.amount  type",
      "+ collection Company",
      "+ collection Sales",
      "+ collection Questions",
      "+ question   sales: N  smartscalar",
      "+ question   sales: Amount  line",
      "+ question   sales: Amount  bar",
      "+ dashboard  Sales  3 tiles, filters period, country",
      "+ alert      sales: line-amount goal_above  data@example.org",
      `${fake.url} (Metabase v0.64.6): 9 new, 4 changed (14 requests to read, 16 to write)`,
    ],
  ]);
  const table = fake.store.databases[0]!.tables.find(({ name }) => name === "orders")!;
  expect(table).toMatchObject({ display_name: "Orders of the shop", description: "One row per order." });
  expect(
    table.fields.map(({ name, semantic_type, description }) => [name, semantic_type, description]),
  ).toEqual([
    ["id", "type/PK", "Key."],
    ["day", null, null],
    ["country", "type/FK", "ISO code."],
    ["amount", "type/Currency", null],
  ]);
  expect(fake.store.columnOf(table.fields[2]!.fk_target_field_id!)).toBe('"reporting"."countries"."code"');
  expect(fake.store.dashboards[0]!.parameters[0]).toMatchObject({ default: "2026-01-12~2026-02-12" });
  fake.takeLog();
  const second = await run("apply");
  expect(linesOf(second)).toEqual([
    `${fake.url} (Metabase v0.64.6): everything is as described (11 requests to read, 0 to write)`,
  ]);
  expect(fake.takeLog().writes).toEqual([]);
});

test("verify runs everything, and ends with 1 when something is wrong", async () => {
  expect(await run("verify")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("3 questions run, 3 tiles run with filters: all as they should be"),
  });
  const card = fake.store.cards.find(({ display }) => display === "bar")!;
  const { sql } = card;
  card.sql = sql.replace("amount > 100", "amount > nothing");
  const result = await run("verify");
  card.sql = sql;
  expect([result.code, linesOf(result)]).toEqual([
    1,
    [
      '✗ sales: Amount: column "nothing" does not exist',
      '✗ sales: Amount: with filters: column "nothing" does not exist',
      "3 questions run, 3 tiles run with filters: 2 wrong",
    ],
  ]);
});

test("prune lists, and does it when told to", async () => {
  project.write("dashboards/sales.yml", DASHBOARD.replace(", {bar: big, y: amount}", ""));
  expect((await run("apply")).code).toBe(0);
  expect(linesOf(await run("prune"))).toEqual([
    "- question   Amount",
    "1 would go to the trash: tsmodel metabase prune --yes",
  ]);
  expect(fake.store.cards.some(({ archived }) => archived)).toBe(false);
  expect(linesOf(await run("prune --yes"))).toEqual([
    "- question   Amount",
    "1 went to the trash, from where Metabase can take them back",
  ]);
  expect(fake.store.cards.filter(({ archived }) => archived)).toMatchObject([{ display: "bar" }]);
  expect(linesOf(await run("prune"))).toEqual(["nothing of tsmodel's is left over"]);
  project.write("dashboards/sales.yml", DASHBOARD);
  expect(linesOf(await run("apply"))).toEqual([
    "~ question   sales: Amount  back from the trash",
    "~ dashboard  Sales",
    "    tile number-n: place",
    "    tile line-amount: place",
    "    tile bar-amount is new",
    expect.stringContaining("2 changed"),
  ]);
});

test("what people made comes back as exposures that the project can read", async () => {
  fake.store.cards.push({
    id: 9001,
    entity_id: "abcdefghijklmnopqrstu",
    name: 'Orders "by" day',
    display: "line",
    description: null,
    collection_id: null,
    archived: false,
    database: fake.store.databases[0]!.id,
    sql: "select day, count(*) from reporting.orders group by 1",
    tags: {},
    visualization_settings: {},
  });
  const { code, stdout } = await run("exposures");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^# Written by/)]);
  expect(stdout).toContain(
    '  - name: metabase_question_9001\n    type: analysis\n    label: "Orders \\"by\\" day"\n',
  );
  project.write("models/metabase.yml", stdout);
  const listed = await runCli(["ls", "--select", "+exposure:metabase_question_9001"], {
    cwd: project.root,
    env,
  });
  expect(listed.stdout.trim().split("\n").slice(0, 2)).toEqual([
    "exposure:shop.metabase_question_9001",
    "shop.mart_orders",
  ]);
});

describe("what goes wrong is said in words, ends with 2, and tells no secret", () => {
  const cases: readonly (readonly [
    name: string,
    words: string,
    env: { readonly [name: string]: string },
    text: string,
  ])[] = [
    ["nobody asks", "plan", { METABASE_USER: "" }, "nothing says who asks Metabase"],
    [
      "nobody listens",
      "apply --wait 0",
      { METABASE_URL: "http://127.0.0.1:9" },
      "no answer from http://127.0.0.1:9: nobody listens there",
    ],
    [
      "no such address",
      "apply",
      { METABASE_URL: "metabase" },
      'vars: metabase: url is "metabase", not an address',
    ],
    [
      "a wrong password",
      "apply",
      { METABASE_PASSWORD: "wrong password 4" },
      "does not let ada@example.org in: password: did not match stored password",
    ],
    ["a wrong key", "verify", { METABASE_API_KEY: "mb_something_wrong" }, "does not know this API key"],
    [
      "an account that may only look",
      "apply --reconnect",
      { METABASE_USER: "viewer@example.org", METABASE_PASSWORD: "only looking 3" },
      "Metabase does not allow PUT /api/database/",
    ],
  ];
  test.each(cases)("%s", async (_, words, more, text) => {
    if (!fake.store.users.some(({ email }) => email === "viewer@example.org"))
      fake.addUser("viewer@example.org", "only looking 3", false);
    const result = await run(words, more);
    expect([result.code, result.stdout]).toEqual([2, expect.stringContaining(text)]);
    for (const secret of [
      PASSWORD,
      "reader-secret",
      ...Object.entries(more)
        .filter(([name]) => /PASSWORD|KEY/.test(name))
        .map(([, value]) => value),
    ])
      expect(result.stdout + result.stderr).not.toContain(secret);
    expect(result.stdout + result.stderr).not.toMatch(/^\s+at /m);
  });

  test("a key of the section that does not exist", async () => {
    const result = await run("plan --vars {}");
    expect(result.code).toBe(0);
    project.write(
      "dbt_project.yml",
      "name: shop\nprofile: shop\nvars:\n  today: 2026-02-12\n  metabase: {colection: X}\n",
    );
    expect(await run("plan")).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        "vars: metabase: colection is not known, not one of url, database, collection",
      ),
    });
  });

  test("a source is not published", async () => {
    project.write("dbt_project.yml", "name: shop\nprofile: shop\nvars:\n  today: 2026-02-12\n");
    project.write("models/sources.yml", "sources:\n  - name: raw\n    tables: [{name: orders}]\n");
    project.write("dashboards/sales.yml", DASHBOARD.replace("ref('big_orders')", "source('raw', 'orders')"));
    const result = await run("plan");
    expect([result.code, result.stdout]).toEqual([
      2,
      expect.stringContaining('query "big" reads raw.orders, and Metabase reads published tables alone'),
    ]);
    expect(result.stdout).toContain("dashboards/sales.yml:");
  });
});
