// Everything that has to hold: install, build with type check, import directions, every suite. Last line: "N passed, N failed".
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runConformance } from "./conformance.mjs";
import { build, install, node } from "./setup.mjs";

install();
build();
node("scripts/check-imports.mjs");
const folder = mkdtempSync(join(tmpdir(), "tsmodel-test-"));
const report = join(folder, "report.json");
const status = node("node_modules/vitest/vitest.mjs", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)], { mayFail: true });
const counts = readCounts(report);
rmSync(folder, { recursive: true, force: true });
// A part of dbt's own adapter suite, where Python can install it; only with the whole, not with a chosen file.
const dbt = process.argv.length > 2 ? undefined : runConformance({ subset: true });
if (dbt) {
  counts.passed += dbt.passed;
  counts.failed += dbt.failed;
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1);

function readCounts(path) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(path, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
