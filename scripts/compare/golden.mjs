// What dbt made of a project, kept in its folder `expected` so that it can be checked without dbt: exit codes and results
// of each step, the SQL that was compiled, and the tables after the last step.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { printedLines } from "./compare-artifacts.mjs";
import { stableColumns, tableOf } from "./relation-store.mjs";

export async function writeGolden(folder, side, store, plan) {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of await goldenFiles(side, store, plan)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** → [{kind, at, detail, command}] */
export async function compareWithGolden(folder, side, store, plan) {
  const expected = readFolder(folder);
  const actual = await goldenFiles(side, store, plan);
  const found = [];
  for (const path of new Set([...expected.keys(), ...actual.keys()])) {
    const [left, right] = [expected.get(path), actual.get(path)];
    if (left !== right)
      found.push({
        kind: path.split("/")[0],
        at: path,
        detail: differingLines(left, right),
        command: "expected",
      });
  }
  return found;
}

async function goldenFiles(side, store, plan) {
  const files = new Map([["results.json", printResults(side)]]);
  for (const [path, sql] of compiledFiles(side)) files.set(path, sql);
  for (const [path, csv] of await tableFiles(side, store, plan)) files.set(path, csv);
  return files;
}

/** One result on a line, for readable changes. */
function printResults({ steps }) {
  const printed = steps.map((step) => {
    const results = (step.artifacts.run_results?.results ?? []).map(
      ({ unique_id: id, status, failures, message }) => [
        id,
        { status, failures, message: firstLine(message) },
      ],
    );
    const lines = results
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, result]) => `\n    ${JSON.stringify(id)}: ${JSON.stringify(result)}`);
    const output =
      step.exitCode === 0 ? printedLines(step).map((line) => `\n    ${JSON.stringify(line)}`) : [];
    const head = `"command": ${JSON.stringify(step.command)}, "exitCode": ${step.exitCode}`;
    return `\n  {${head}, "output": [${output.join(",")}], "results": {${lines.join(",")}}}`;
  });
  return `[${printed.join(",")}\n]\n`;
}

/** What an error says after its first line differs between the tools: frames, hints, paths. */
function firstLine(message) {
  return message?.trim().split("\n")[0] ?? null;
}

/** The last SQL of every node that was compiled in some step. */
function compiledFiles({ steps }) {
  const files = new Map();
  for (const { artifacts } of steps) {
    for (const node of Object.values(artifacts.manifest?.nodes ?? {})) {
      if (node.compiled_code?.trim())
        files.set(`compiled/${node.unique_id}.sql`, `${node.compiled_code.trimEnd()}\n`);
    }
  }
  return files;
}

async function tableFiles({ name, steps }, store, plan) {
  const files = [];
  const step = steps.at(-1).index;
  for (const { relation } of store.facts.filter(
    (fact) => fact.kind === "relations" && fact.step === step && fact.side === name,
  )) {
    if (
      store.facts.some(
        (fact) =>
          fact.kind === "unreadable relations" &&
          fact.relation === relation &&
          fact.step === step &&
          fact.side === name,
      )
    )
      continue;
    files.push([
      `tables/${relation}.csv`,
      await printTable(store, tableOf(name, step, relation), stableColumns(relation, plan)),
    ]);
  }
  return files;
}

/** Name and type of each column, then the rows in order of their texts; NULL is nothing, an empty text is "". */
async function printTable(store, table, columns) {
  const described = await store.run(`describe select ${columns} from ${table}`);
  const head = described
    .map(({ column_name: name, column_type: type }) => printCell(`${name} ${type}`))
    .join(",");
  const rows = await store.run(
    `select ${described.map(({ column_name: name }, at) => `"${name.replaceAll('"', '""')}"::varchar as c${at}`).join(", ")} from (select ${columns} from ${table})`,
  );
  return [head, ...rows.map((row) => Object.values(row).map(printCell).join(",")).sort()].join("\n") + "\n";
}

function printCell(value) {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function readFolder(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist; record it with --record`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
}

function differingLines(left, right) {
  if (left === undefined || right === undefined)
    return left === undefined ? "not expected" : "expected, not there";
  const [these, those] = [left.split("\n"), right.split("\n")];
  const lines = [
    ...these.filter((line) => !those.includes(line)).map((line) => `- ${line}`),
    ...those.filter((line) => !these.includes(line)).map((line) => `+ ${line}`),
  ];
  return lines.length === 0 ? "the same lines in another order" : lines.slice(0, 20).join("\n");
}
