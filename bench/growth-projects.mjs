// Projects that are large in one way each: many models hanging off one, a long chain, dense layers, many macros, many
// packages' files, one great YAML file, one great seed. The text of a project is the same each time it is made.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/** Kinds in the order of the table → `make(folder, size)`. */
export const PROJECTS = {
  "one model": one,
  "wide out": wideOut,
  "wide in": wideIn,
  chain,
  "ephemeral chain": ephemeralChain,
  layers,
  macros,
  packages,
  yaml,
  seed,
};

const count = (n, each) => Array.from({ length: n }, (_, i) => each(i));

/** `put(path, text)` for a folder that has a project's two files already. */
function project(folder, { more = "", materialized = "view" } = {}) {
  const put = (path, text) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  put("dbt_project.yml", `name: growth\nversion: "1.0"\nprofile: bench\nflags:\n  send_anonymous_usage_stats: false\nmodels:\n  growth:\n    +materialized: ${materialized}\n${more}`);
  return put;
}

/** Folders of fifty files: what people have, and what a file system likes. */
const model = (name, i) => `models/part_${Math.floor(i / 50)}/${name}.sql`;

/** What every command costs before it meets a node. */
function one(folder) {
  project(folder)("models/first.sql", "select 1 as id\n");
}

/** `size` models that all read one. */
function wideOut(folder, { models: size }) {
  const put = project(folder);
  put("models/hub.sql", "select 1 as id, 'a' as name\n");
  for (let i = 0; i < size; i++) put(model(`leaf_${i}`, i), `select id + ${i} as id, name from {{ ref('hub') }}\n`);
}

/** One model that reads `size`. */
function wideIn(folder, { models: size }) {
  const put = project(folder);
  for (let i = 0; i < size; i++) put(model(`part_${i}`, i), `select ${i} as id\n`);
  put("models/collected.sql", `{{ config(materialized='table') }}\n${count(size, (i) => `select id from {{ ref('part_${i}') }}`).join("\nunion all\n")}\n`);
}

/** Each model reads the one before: as tables, for views on views on views are the database's trouble. */
function chain(folder, { models: size }) {
  const put = project(folder, { materialized: "table" });
  for (let i = 0; i < size; i++) put(model(`step_${i}`, i), i === 0 ? "select 1 as id\n" : `select id + 1 as id from {{ ref('step_${i - 1}') }}\n`);
}

/** A table at the end of ephemeral models: each of them a CTE of it. */
function ephemeralChain(folder, { models: size }) {
  const put = project(folder, { materialized: "ephemeral" });
  for (let i = 0; i < size; i++) put(model(`step_${i}`, i), i === 0 ? "select 1 as id\n" : `select id + 1 as id from {{ ref('step_${i - 1}') }}\n`);
  put("models/last.sql", `{{ config(materialized='table') }}\nselect id from {{ ref('step_${size - 1}') }}\n`);
}

/** Layers of fifty models, each of which reads ten of the layer before: the number of paths is 10 to the power of layers. */
function layers(folder, { models: size }) {
  const put = project(folder, { materialized: "table" });
  for (let i = 0; i < size; i++) {
    const layer = Math.floor(i / 50);
    const reads = count(10, (k) => (i * 7 + k * 3) % 50);
    const united = reads.map((at) => `select id from {{ ref('l${layer - 1}_${at}') }}`).join("\nunion all\n");
    put(model(`l${layer}_${i % 50}`, i), layer === 0 ? `select ${i} as id\n` : `select max(id) as id from (\n${united}\n)\n`);
  }
}

/** `size` macros in files of ten, each but the first of a file calling the one before and some of another file; a package with a fifth as many. */
function macros(folder, { models: size, macros: amount }) {
  const put = project(folder);
  const file = (prefix, at, others) =>
    count(10, (k) => {
      const i = at * 10 + k;
      const calls = k === 0 ? "{{ column }}" : `{{ ${prefix}_${i - 1}(column) }}`;
      const other = k === 9 && at > 0 ? ` + {{ ${others(at)}(column) }}` : "";
      return `{% macro ${prefix.replace("lib.", "")}_${i}(column, scale=2) -%}\n  {#- rounds and adds, the ${i}th of its kind -#}\n  {%- set factor = 10 ** scale -%}\n  (${calls}${other}) * {{ factor }}\n{%- endmacro %}\n`;
    }).join("\n");
  for (let at = 0; at < amount / 10; at++) put(`macros/part_${Math.floor(at / 25)}/macros_${at}.sql`, file("calc", at, (n) => `calc_${(n - 1) * 10 + 4}`));
  const lib = "vendor/lib";
  put("packages.yml", `packages:\n  - local: ${lib}\n`);
  put(`${lib}/dbt_project.yml`, 'name: lib\nversion: "1.0"\n');
  for (let at = 0; at < amount / 50; at++) put(`${lib}/macros/macros_${at}.sql`, file("lib.shared", at, (n) => `lib.shared_${(n - 1) * 10 + 4}`));
  for (let i = 0; i < size; i++)
    put(model(`model_${i}`, i), `select {{ calc_${(i * 5) % amount}('id') }} as a, {{ lib.shared_${i % (amount / 5)}('id') }} as b\nfrom ${i === 0 ? "(select 1 as id)" : `(select a as id from {{ ref('model_${Math.floor((i - 1) / 10)}') }})`}\n`);
}

/** Installed packages of a hundred files each: 50 models, 20 files of properties, 20 of macros, 9 seeds and the project file. */
function packages(folder, { files }) {
  const put = project(folder);
  const names = count(files / 100, (i) => `pack_${i}`);
  put("packages.yml", `packages:\n${names.map((name) => `  - local: vendor/${name}\n`).join("")}`);
  for (const name of names) {
    const inside = (path, text) => put(`vendor/${name}/${path}`, text);
    inside("dbt_project.yml", `name: ${name}\nversion: "1.0"\nmodels:\n  ${name}:\n    +materialized: table\n`);
    for (let i = 0; i < 9; i++) inside(`seeds/${name}_seed_${i}.csv`, `id,name\n${count(20, (k) => `${k},name ${k}\n`).join("")}`);
    for (let i = 0; i < 20; i++) inside(`macros/m${i}.sql`, `{% macro ${name}_scaled_${i}(column) -%}\n  ({{ column }} * ${i + 1})\n{%- endmacro %}\n`);
    for (let i = 0; i < 50; i++) inside(`models/${name}_model_${i}.sql`, `select {{ ${name}.${name}_scaled_${i % 20}('id') }} as id from {{ ref('${i < 9 ? `${name}_seed_${i}` : `${name}_model_${i - 9}`}') }}\n`);
    for (let i = 0; i < 20; i++) {
      const described = count(5, (k) => i * 5 + k).filter((k) => k < 50);
      const text = described.map((k) => `  - name: ${name}_model_${k}\n    description: Model ${k} of ${name}\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n`).join("");
      inside(`models/properties_${i}.yml`, described.length > 0 ? `models:\n${text}` : `macros:\n  - name: ${name}_scaled_${i}\n    description: Scales by ${i}\n`);
    }
  }
  put("models/last.sql", names.map((name) => `select id from {{ ref('${name}_model_49') }}\n`).join("union all\n"));
}

/** One properties file of `megabytes`: models of a hundred described columns, two of them tested. */
function yaml(folder, { megabytes }) {
  const put = project(folder);
  const words = "the amount in the currency of the account as it was booked on the day of the event before any correction".split(" ");
  const column = (i, k) => {
    const text = count(24, (n) => words[(i + k * 3 + n * (1 + (k % 5))) % words.length]).join(" ");
    return `      - name: column_${k}\n        description: "${text}: see column ${k} of model ${i}"\n        data_type: ${k % 3 === 0 ? "varchar" : "bigint"}\n        config:\n          meta: {owner: team_${k % 9}, position: ${k}}\n${k < 2 ? "        data_tests: [unique, not_null]\n" : ""}`;
  };
  mkdirSync(join(folder, "models"), { recursive: true });
  const file = openSync(join(folder, "models/properties.yml"), "w");
  let written = writeSync(file, "version: 2\nmodels:\n");
  let i = 0;
  for (; written < megabytes * 1e6; i++) {
    const columns = count(100, (k) => column(i, k)).join("");
    written += writeSync(file, `  - name: model_${i}\n    description: >\n      Model ${i} of the great file,\n      described over two lines\n    columns:\n${columns}`);
    put(model(`model_${i}`, i), `select 1 as column_0, 2 as column_1\n`);
  }
  closeSync(file);
}

/** A seed of `megabytes`: whole and decimal numbers, dates, times, booleans, words with commas and quotes, and nothing. */
function seed(folder, { megabytes }) {
  const put = project(folder);
  put("models/first.sql", "select count(*) as n from {{ ref('great') }}\n");
  mkdirSync(join(folder, "seeds"), { recursive: true });
  const file = openSync(join(folder, "seeds/great.csv"), "w");
  let written = writeSync(file, "id,amount,booked_on,booked_at,is_open,name,code,note\n");
  for (let i = 0; written < megabytes * 1e6; ) {
    let text = "";
    for (const end = i + 5000; i < end; i++) {
      const day = `2024-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
      text += `${i},${(i % 100000) / 100},${day},${day} 0${i % 10}:30:00,${i % 3 === 0},"Name, ${i % 997}",${i % 5 === 0 ? "" : `c${i % 50}`},said ""so"" ${i}\n`.replace(/said ""so"" \d+/, (note) => `"${note}"`);
    }
    written += writeSync(file, text);
  }
  closeSync(file);
}
