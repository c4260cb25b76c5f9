// Builds a dbt project with dbt and with tsmodel, each in a copy with a database of its own, and compares what they
// leave behind: manifests, compiled SQL, results, catalogs, and every table and view row for row. Exits 1 on any
// difference that scripts/compare/known-differences.yml does not explain.
//   npm run compare-dbt -- PATH [--command "build --select x"]... [--keep] [--all] [--record] [--expected] [--beside FOLDER] [--cache FOLDER]
// A project's compare.yml lists the steps (scripts/compare/read-plan.mjs); --command replaces them.
// --record writes what dbt made into PATH/expected; --expected compares tsmodel with that instead of running dbt.
// --beside FOLDER is found as ../FOLDER by both copies, for projects that read what stands next to them.
// --cache FOLDER keeps dbt's side there and takes it again while project and steps are the same.
// The programs: DBT (default: dbt on the path) and TSMODEL (default: this repository's), each a command line.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openCache } from "./compare/cache.mjs";
import { compareArtifacts } from "./compare/compare-artifacts.mjs";
import { compareWithGolden, writeGolden } from "./compare/golden.mjs";
import { readPlan } from "./compare/read-plan.mjs";
import { compareStores, openStore } from "./compare/relation-store.mjs";
import { report } from "./compare/report.mjs";
import { runSide } from "./compare/run-side.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    command: { type: "string", multiple: true },
    keep: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    expected: { type: "boolean", default: false },
    beside: { type: "string", multiple: true, default: [] },
    cache: { type: "string" },
  },
});
if (positionals.length !== 1 || !existsSync(join(positionals[0], "dbt_project.yml"))) {
  console.error(
    "usage: npm run compare-dbt -- PATH [--command build]... [--keep] [--all] [--record] [--expected] [--beside FOLDER] [--cache FOLDER]\nPATH is a folder with a dbt_project.yml",
  );
  process.exit(2);
}

const project = resolve(positionals[0]);
const plan = readPlan(project, values.command);
const scratch = mkdtempSync(join(tmpdir(), "compare-dbt-"));
const programs = {
  dbt: words(process.env.DBT ?? "dbt"),
  tsmodel: words(
    process.env.TSMODEL ?? `${process.execPath} ${resolve(here, "../packages/cli/bin/tsmodel.js")}`,
  ),
};
try {
  for (const path of values.beside) symlinkSync(resolve(path), join(scratch, basename(resolve(path))));
  process.exitCode = await main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
} finally {
  if (values.keep) console.log(`kept in ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const cache = values.cache === undefined ? undefined : openCache(values.cache, { project, plan });
  const files = {
    dbt: cache?.store ?? join(scratch, "dbt.duckdb"),
    tsmodel: join(scratch, "tsmodel.duckdb"),
  };
  const store = await openStore(values.expected ? { tsmodel: files.tsmodel } : files);
  try {
    // Without dbt only the end is looked at.
    const side = (name) =>
      runSide({
        name,
        program: programs[name],
        project,
        plan,
        folder: join(scratch, name),
        store,
        onlyLast: values.expected,
      });
    if (values.expected)
      return finish(await compareWithGolden(join(project, "expected"), await side("tsmodel"), store, plan));
    const dbt = cache?.read(store) ?? (await side("dbt"));
    cache?.write(dbt, store);
    if (values.record) {
      await writeGolden(join(project, "expected"), dbt, store, plan);
      return 0;
    }
    const tsmodel = await side("tsmodel");
    const found = dbt.steps.flatMap((step, index) => compareArtifacts(step, tsmodel.steps[index]));
    for (const step of dbt.steps) found.push(...(await compareStores(store, step, plan)));
    return finish(found, { dbt, tsmodel });
  } finally {
    await store.close();
  }
}

function finish(found, sides) {
  return report(found, { name: basename(project), sides, all: values.all });
}

function words(text) {
  return text.trim().split(/\s+/);
}
