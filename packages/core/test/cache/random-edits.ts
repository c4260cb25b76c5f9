/** What people do to a project between two commands, by chance: some of it leaves it broken, and later edits mend it. */
import type { MemoryDisk } from "./memory-disk.ts";
import { PROJECT } from "./project-texts.ts";
import type { StartOptions } from "./open-both.ts";

export interface Setting {
  readonly disk: MemoryDisk;
  readonly root: string;
  /** How the next command is started. */
  options: StartOptions;
}

export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }
  /** mulberry32 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

export type Edit = (setting: Setting, dice: Dice) => string;

/** Says what was done. */
export function editAtRandom(setting: Setting, dice: Dice): string {
  const weighted = EDITS.flatMap(([weight, edit]) => Array<Edit>(weight).fill(edit));
  return dice.pick(weighted)(setting, dice);
}

const pathsOf = ({ disk, root }: Setting, pattern: RegExp): string[] =>
  disk
    .paths(root)
    .filter((path) => pattern.test(path.slice(root.length)) && !path.startsWith(`${root}/target/`));

const EDITED = /^\/(models|dbt_packages\/tools\/models|tests|analyses)\/.*\.sql$/;

const appended: Edit = (setting, dice) => {
  const path = pickPath(setting, dice, EDITED);
  if (path === undefined) return "nothing";
  const tail = dice.pick([
    " -- comment",
    "\n",
    " union all select * from {{ ref('stg_orders') }}",
    " union all select * from {{ ref('colors') }}",
    " union all select * from {{ source('raw', 'events') }}",
    " {{ config(tags=['late']) }}",
    " {{ config(materialized='table') }}",
    " {{ config(materialized='view', meta={'a': 1.0}) }}",
    " {{ config(alias='other') }}",
    " {{ config(enabled=false) }}",
    " {{ config(access='public') }}",
    " {{ config(materialised='table') }}",
    " {{ config(post_hook=\"select * from {{ ref('colors') }}\") }}",
    " {{ env_var('COLOR') }}",
    " {{ var('cutoff') }}",
    " {{ run_started_at }}",
    " {{ invocation_id }} {{ invocation_args_dict }}",
    " {% if run_started_at.second % 2 %}{{ ref('stg_events') }}{% endif %}",
    " {% if flags.FULL_REFRESH %}{{ ref('colors') }}{% endif %}",
    " {% if modules.datetime.datetime.now().second % 3 %}{{ config(tags=['odd']) }}{% endif %}",
    " {% if target.name == 'prod' %}{{ ref('stg_events') }}{% endif %}",
    " {{ tools.cents('x') }} {{ picked('y') }}",
    " {{ dbt.current_timestamp() }}",
    " {{ exceptions.warn('careful') }}",
    " {{ log('hello', info=True) }}",
    " {{ ref('missing') }}",
    " {{ ref('plan') }}",
    " {{ ref('wide') }}",
    " {% broken",
    " {{ undefined_macro() }}",
  ]);
  setting.disk.write(path, setting.disk.read(path) + tail);
  return `append ${path}: ${tail}`;
};

export function appendComment({ disk, root }: Setting): string {
  const path = `${root}/models/marts/orders.sql`;
  disk.write(path, `${disk.read(path) ?? ""} -- comment`);
  return "append a comment";
}

function pickPath(setting: Setting, dice: Dice, pattern: RegExp): string | undefined {
  const paths = pathsOf(setting, pattern);
  return paths.length === 0 ? undefined : dice.pick(paths);
}

/** A file is as it was at the start. */
const mended: Edit = (setting, dice) => {
  const path = dice.pick(Object.keys(PROJECT));
  setting.disk.write(`${setting.root}/${path}`, PROJECT[path]!);
  return `mend ${path}`;
};

export const mendedAll: Edit = ({ disk, root }) => {
  for (const path of disk.paths(root)) if (!path.startsWith(`${root}/target/`)) disk.remove(path);
  for (const [path, text] of Object.entries(PROJECT)) disk.write(`${root}/${path}`, text);
  return "mend all";
};

const touched: Edit = (setting, dice) => {
  const path = dice.pick(pathsOf(setting, /./));
  setting.disk.write(path, setting.disk.read(path)!);
  return `touch ${path}`;
};

const deleted: Edit = (setting, dice) => {
  const path = dice.pick(pathsOf(setting, /\/(models|macros|tests|seeds|snapshots|analyses)\//));
  setting.disk.remove(path);
  return `delete ${path}`;
};

const renamed: Edit = (setting, dice) => {
  const path = dice.pick(pathsOf(setting, /\/(models|macros|tests|seeds)\//));
  const target = dice.pick([
    path.replace("/models/staging/", "/models/marts/"),
    path.replace(/(\.\w+)$/, "_two$1"),
    path.replace("/macros/", "/macros/deep/"),
  ]);
  const text = setting.disk.read(path)!;
  setting.disk.remove(path);
  setting.disk.write(target, text);
  return `rename ${path} to ${target}`;
};

const added: Edit = ({ disk, root }, dice) => {
  const [path, text] = dice.pick([
    [`models/extra_${dice.below(3)}.sql`, "select * from {{ ref('stg_orders') }}"],
    ["models/stg_orders.sql", "select 2 as twin"],
    [
      `models/extra_${dice.below(3)}.yml`,
      "models:\n  - {name: extra_1, columns: [{name: id, data_tests: [unique]}]}\n",
    ],
    [
      "macros/generate_alias_name.sql",
      "{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ node.name }}_x{% endmacro %}",
    ],
    ["macros/cents.sql", "{% macro cents(x) %}{{ x }} / 100{% endmacro %}"],
    ["macros/shop__pick.sql", "{% macro duckdb__pick(x) %}{{ ref('colors') }}{% endmacro %}"],
    ["macros/ref.sql", "{% macro ref() %}{{ return(builtins.ref(*varargs)) }}{% endmacro %}"],
    [".dbtignore", dice.pick(["models/marts/*.sql\n", "*.md\n", "models/staging/_staging.yml\n"])],
    ["models/more.md", "{% docs more %}More{% enddocs %}"],
    [`seeds/more_${dice.below(2)}.csv`, "id\n1\n"],
    ["selectors.yml", "selectors:\n  - {name: some, definition: 'tag:all'}\n"],
    ["dbt_packages/tools/macros/more.sql", "{% macro more() %}1{% endmacro %}"],
    ["models/groups.yml", "groups:\n  - {name: more, owner: {name: x}}\n"],
  ] as const);
  disk.write(`${root}/${path}`, text);
  return `add ${path}`;
};

/** Words of a file are exchanged for others. */
const exchanged: Edit = (setting, dice) => {
  const path = pickPath(setting, dice, /\.(yml|md|csv|sql)$/);
  const [from, to] = dice.pick([
    ["unique", "not_null"],
    ["description", "descripton"],
    ["stg_orders", "stg_customers"],
    ["severity: warn", "severity: error"],
    ["private", "public"],
    ["table", "view"],
    ["view", "table"],
    ["Sales", "Sale"],
    ["ordered", "bought"],
    ["red", "green"],
    ["v: 1", "v: 3"],
    ["2030-01-01", "2020-01-01"],
    ["latest_version: 2", "latest_version: 1"],
    ["2024-01-01", "2025-05-05"],
    ["name: raw", "name: rough"],
    ["[all]", "[every]"],
    ["staging", "stageing"],
    ["1.0", "1"],
    ["* 100", "* 10"],
    ["select 1 --", "select 1 -- {{ invocation_id }}"],
    ["select 1 --", "select 1 {% if run_started_at.second % 2 %}{{ ref('colors') }}{% endif %} --"],
    ["check_cols='all'", "check_cols=['id']"],
    ["{", "{{"],
    [":", " "],
    ["select", "SELECT"],
    ["using (id)", "using (id) -- x"],
    ["config-version: 2", "config-version: 2\nquoting: {identifier: true}"],
  ] as const);
  const text = path && setting.disk.read(path);
  if (!path || !text?.includes(from)) return "nothing";
  setting.disk.write(path, text.replace(from, to));
  return `exchange in ${path}: ${from} → ${to}`;
};

/** What is said about models and their tests. */
const described: Edit = ({ disk, root }, dice) => {
  const path = `${root}/models/staging/_events.yml`;
  const [from, to] = dice.pick([
    ["The events", "All events"],
    ["The events, as they came", `"{{ doc('orders') }} of events"`],
    ["as they came", `as they came {{ doc('missing') }}`],
    ["as they came", "as they came: broken"],
    ["description: Key", "description: \"{{ doc('spare') }}\", meta: {is_key: true}"],
    ["description: Key", "description: Key, data_type: int"],
    ["description: Key", "description: Key, constraints: [{type: not_null}]"],
    ["name: id, description", "name: key, description"],
    ["tags: [time]", "tags: [time, late]"],
    ["severity: warn", "severity: error"],
    ["severity: warn", "enabled: false"],
    ["severity: warn", "store_failures: true, alias: late"],
    ["severity: warn", "severity: warn, tags: [\"{{ var('cutoff') }}\"]"],
    ["2024-01-01", "2025-01-01"],
    ["[unique, not_null]", "[not_null, unique]"],
    ["[unique, not_null]", "[unique]"],
    ["[unique, not_null]", "[unique, not_null, {accepted_values: {arguments: {values: [1]}}}]"],
    ["[unique, not_null]", "[unique: {description: Once}, not_null]"],
    ["data_tests: [{positive", "tests: [{positive"],
    ["column_name: id", "column_name: at"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {materialized: view, meta: {a: 1}}\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {enabled: false}\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {alias: happenings}\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    access: public\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    docs: {show: false}\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    deprecation_date: 2020-01-01\n"],
    ["  - name: stg_events\n", "  - name: stg_events\n    descripton: misspelled\n"],
    ["  - name: customers\n", "  - name: uses_plan\n"],
    ["  - name: customers\n", "  - name: stg_orders\n"],
    ["  - name: customers\n", "  - name: tool_days\n"],
    ["  - name: customers\n", "  - name: customers\n    description: \"{{ env_var('COLOR', 'none') }}\"\n"],
    ["tags: [sold]", "tags: [sold], event_time: at"],
    ["tags: [sold]", "tags: [sold], materialized: ephemeral"],
    ["ref('stg_orders')", "ref('orders')"],
    ["version: 2", "version: 2\nexposures: [{name: more, type: notebook, owner: {email: x@example.org}}]"],
    ["version: 2", "version: 2\nanchors: {a: 1}"],
  ] as const);
  const text = dice.below(2) === 0 ? PROJECT["models/staging/_events.yml"]! : disk.read(path);
  if (!text?.includes(from)) return "nothing";
  disk.write(path, text.replace(from, to));
  return `exchange in ${path}: ${from} → ${to}`;
};

/** Words that a command is started with. */
const started: Edit = (setting, dice) => {
  const { args, env } = setting.options;
  setting.options = dice.pick<StartOptions>([
    {},
    { ...setting.options, env: { ...env, COLOR: dice.pick(["blue", "green"]) } },
    { ...setting.options, env: { ...env, DBT_ENV_CUSTOM_ENV_X: String(dice.below(2)) } },
    { ...setting.options, env: { ...env, UNRELATED: String(dice.below(9)) } },
    { ...setting.options, args: { ...args, vars: `{cutoff: "${dice.below(2)}", least: ${dice.below(3)}}` } },
    { ...setting.options, args: { ...args, target: dice.pick(["dev", "prod"]) } },
    { ...setting.options, args: { ...args, full_refresh: true }, command: "run" },
    { ...setting.options, args: { ...args, store_failures: true }, command: "test" },
    { ...setting.options, args: { ...args, warn_error: true } },
    { ...setting.options, args: { ...args, threads: 1 + dice.below(4) } },
    { ...setting.options, command: dice.pick(["parse", "list", "run", "build"]) },
    { ...setting.options, build: dice.pick(["test", "other"]) },
  ]);
  return `start with ${JSON.stringify(setting.options)}`;
};

/** The cache itself is hurt. */
const damaged: Edit = ({ disk, root }, dice) => {
  const path = `${root}/target/partial_parse.tsmodel`;
  const bytes = disk.texts.get(path);
  if (bytes === undefined) return "nothing";
  const what = dice.below(4);
  if (what === 0) disk.remove(path);
  else if (what === 1) disk.write(path, bytes.slice(0, dice.below(bytes.length)));
  else if (what === 2) disk.write(path, Buffer.from("not a cache at all"));
  else {
    const hurt = Buffer.from(bytes);
    hurt.fill(63, Math.max(0, bytes.length - dice.below(60_000)));
    disk.write(path, hurt);
  }
  return `damage the cache (${what})`;
};

const rewritten: Edit = ({ disk, root }, dice) => {
  const path = `${root}/target/manifest.json`;
  if (dice.below(2) === 0) disk.remove(path);
  else disk.write(path, "{}");
  return "damage manifest.json";
};

const EDITS: readonly (readonly [weight: number, Edit])[] = [
  [14, appended],
  [10, mended],
  [1, mendedAll],
  [3, touched],
  [2, deleted],
  [2, renamed],
  [3, added],
  [5, exchanged],
  [8, described],
  [3, started],
  [1, damaged],
  [1, rewritten],
  [3, () => "nothing"],
];
