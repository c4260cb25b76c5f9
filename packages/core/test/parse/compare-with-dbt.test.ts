/**
 * Our manifest against real dbt's, field by field. Committed goldens hold what dbt made of the projects beside this
 * file; with DBT=/path/to/dbt dbt is run anew (UPDATE=1 writes the goldens), and PROJECT_DIRS names further projects.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { parseWithDbt } from "./dbt-parse.ts";
import { parseFolder } from "./parse-folder.ts";
import { differences, reduceManifest, type Reduced } from "./reduce-manifest.ts";

interface Golden {
  readonly manifest: Reduced;
  readonly warnings: string[];
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
const INTERNAL = ["dbt", "dbt_duckdb"];
const { DBT: dbt, UPDATE: update, PROJECT_DIRS: more } = process.env;

/** Milliseconds. */
const LIMIT = 300_000;

const ours =
  more === undefined
    ? readdirSync(join(HERE, "projects")).map((name) => join(HERE, "projects", name))
    : more.split(":");

describe.each(ours.map((folder) => [basename(folder), folder] as const))(
  "project %s",
  (name, folder) => {
    let golden: Golden;
    let parsed: ReturnType<typeof parseFolder>;
    beforeAll(() => {
      golden = goldenOf(name, folder);
      parsed = parseFolder(folder, process.env);
    }, LIMIT);

    test("the manifest is dbt's", () => {
      expect(differences(golden.manifest as never, reduceManifest(parsed.json, INTERNAL) as never)).toEqual(
        [],
      );
    });

    test("the warnings are dbt's", () => {
      expect(parsed.warnings.map((warning) => warning.name).sort()).toEqual(golden.warnings);
    });
  },
  LIMIT,
);

function goldenOf(name: string, folder: string): Golden {
  const path = join(HERE, "golden", `${name}.json`);
  if (dbt === undefined) return JSON.parse(readFileSync(path, "utf8")) as Golden;
  const { manifest, warnings } = parseWithDbt(dbt, folder);
  const golden = { manifest: reduceManifest(manifest, INTERNAL), warnings };
  if (update !== undefined && more === undefined) writeFileSync(path, printGolden(golden));
  else if (existsSync(path) && more === undefined)
    expect(golden).toEqual(JSON.parse(readFileSync(path, "utf8")));
  return golden;
}

/** One resource on a line, for readable changes. */
function printGolden({ manifest, warnings }: Golden): string {
  const kinds = Object.entries(manifest).map(([kind, resources]) => {
    const lines = Object.entries(resources).map(
      ([id, resource]) => `\n    ${JSON.stringify(id)}: ${JSON.stringify(resource)}`,
    );
    return `\n  ${JSON.stringify(kind)}: {${lines.join(",")}}`;
  });
  return `{"warnings": ${JSON.stringify(warnings)}, "manifest": {${kinds.join(",")}\n}}\n`;
}
