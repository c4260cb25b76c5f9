// dbt's side of a comparison, kept in a folder under a hash of the project's files and steps.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";

const NOT_READ = /(^|\/)(target|logs|expected|node_modules|\.git)(\/|$)/;

/** → {store: path of the DuckDB file, read(store): side | undefined, write(side, store)} */
export function openCache(folder, { project, plan }) {
  mkdirSync(folder, { recursive: true });
  const place = join(folder, `${basename(project)}-${hashProject(project, plan)}`);
  const complete = existsSync(`${place}.json`);
  if (!complete) rmSync(`${place}.duckdb`, { force: true });
  return {
    store: `${place}.duckdb`,
    read(store) {
      if (!complete) return undefined;
      const { side, facts } = JSON.parse(readFileSync(`${place}.json`, "utf8"));
      store.facts.push(...facts);
      return side;
    },
    write(side, store) {
      if (!complete) writeFileSync(`${place}.json`, JSON.stringify({ side, facts: store.facts }));
    },
  };
}

function hashProject(project, plan) {
  const hash = createHash("sha256").update(JSON.stringify([plan.steps, plan.env]));
  const files = readdirSync(project, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !NOT_READ.test(relative(project, path)) && basename(path) !== "compare.yml");
  for (const path of paths.sort())
    hash.update(relative(project, path)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex").slice(0, 16);
}
