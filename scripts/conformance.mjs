// dbt's own adapter suite against our command line (conformance/dbt-suite/README.md).
//   npm run conformance [-- --target duckdb|postgres] [--subset] [pytest arguments]
// Makes the suite's Python environment when it is not there; ends with 0 and a message where Python cannot.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Under three minutes on two cores: one file for each area. */
const SUBSET = ["test_duckdb_basic.py", "test_duckdb_hooks.py", "test_duckdb_ephemeral.py", "test_duckdb_aliases.py", "test_duckdb_unit_testing.py"];

/** @returns {{ passed: number, failed: number } | undefined} undefined where the suite cannot be set up */
export function runConformance({ target = "duckdb", subset = false, more = [] } = {}) {
  const folder = join(root, "conformance/dbt-suite");
  const venv = process.env.TSMODEL_DBT_VENV ?? join(folder, ".venv");
  if (!existsSync(join(venv, "bin/pytest")) && !setUp(folder, venv)) return undefined;
  const results = join(folder, `results-${target}.json`);
  const env = { ...process.env, RIG_CMD: `${process.execPath} ${join(root, "packages/cli/bin/tsmodel.js")}`, RIG_TARGET: target, RIG_RESULTS: results, VENV: venv };
  spawnSync("bash", [join(folder, "run.sh"), ...(subset ? SUBSET : []), ...more], { stdio: "inherit", env });
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const outcomes = Object.values(JSON.parse(readFileSync(results, "utf8")));
  return { passed: outcomes.filter((outcome) => outcome === "passed").length, failed: outcomes.filter((outcome) => outcome !== "passed" && outcome !== "na" && outcome !== "skipped").length };
}

function setUp(folder, venv) {
  const python = spawnSync("python3", ["-c", "import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))"]);
  if (python.error || python.status !== 0) {
    console.log("conformance: skipped, Python 3.11 with venv is not here");
    return false;
  }
  const made = spawnSync("bash", [join(folder, "setup.sh"), venv], { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (made.status !== 0) console.log(`conformance: skipped, the suite cannot be installed: ${made.stderr.trim().split("\n").at(-1)}`);
  return made.status === 0;
}

if (process.argv[1]?.endsWith("conformance.mjs")) {
  const args = process.argv.slice(2);
  const take = (name) => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args.splice(at, 2)[1];
  };
  const target = take("--target");
  const subset = args.includes("--subset");
  const counts = runConformance({ target, subset, more: args.filter((arg) => arg !== "--subset") });
  if (counts) console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts && counts.failed > 0 ? 1 : 0);
}
