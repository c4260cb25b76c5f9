// compare.yml beside dbt_project.yml: how a project is to be compared.
//   steps:                     commands, and folders copied over the project between them
//     - build
//     - overlay: changes/second
//     - build --full-refresh
//   env: {NAME: "{folder}/x"}  environment; {folder} is the copy's folder
//   volatile:                  columns that hold clocks or random values; their types are compared, their values not
//     main.orders_snapshot: [dbt_valid_from]
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

/** → {steps: [{command: string[]} | {overlay}], env, volatile: Map<"schema.name", string[]>} */
export function readPlan(project, commands) {
  const path = join(project, "compare.yml");
  const {
    steps = ["build"],
    env = {},
    volatile = {},
  } = existsSync(path) ? load(readFileSync(path, "utf8")) : {};
  const listed = commands ?? steps;
  return {
    steps: listed.map((step) =>
      typeof step === "string" ? { command: splitWords(step) } : { overlay: step.overlay },
    ),
    env,
    volatile: new Map(Object.entries(volatile)),
  };
}

/** As a shell splits, with quotes and without anything else. */
function splitWords(text) {
  return [...text.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two),
  );
}
