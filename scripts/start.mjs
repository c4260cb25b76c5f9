// The whole way on embedded defaults: install, build, generate data, build and test all models, show the figures.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, install, node, root } from "./setup.mjs";

const step = (text) => console.log(`\n── ${text}`);

step("install and build");
install();
build();
if (!existsSync(join(root, "data/raw/events.csv"))) {
  step("generate data/raw (seed 22)");
  node("project/generator/dist/generate.js", ["--scale", "1", "--seed", "22", "--out", "data/raw", "--format", "csv"]);
}
step("tsmodel build");
node("packages/cli/bin/tsmodel.js", ["build", "--project-dir", "project"]);
step("the last complete week");
node("project/scripts/headline.mjs");
step("documentation");
node("packages/cli/bin/tsmodel.js", ["docs", "generate", "--project-dir", "project", "--quiet"]);
console.log("  open project/target/index.html, or: npx tsmodel docs serve --project-dir project");
step("dashboards");
node("packages/cli/bin/tsmodel.js", ["dashboards", "build", "--project-dir", "project", "--quiet"]);
step("monitoring (tsmodel monitor --project-dir project shows all of it)");
node("packages/cli/bin/tsmodel.js", ["monitor", "--project-dir", "project", "--quiet"], { mayFail: true });
