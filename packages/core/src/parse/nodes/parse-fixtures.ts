/** Files in tests/fixtures → rows for unit tests. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { readCsvRows, type CsvRow } from "../properties/csv-rows.ts";

export interface Fixture {
  readonly originalPath: string;
  /** Rows of a CSV file, the text of an SQL file. */
  readonly rows: () => readonly CsvRow[] | string;
}

/** By package and file name without extension. e.g. "shop.orders_fixture" */
export function findFixtures({ sources }: Pick<ParseState, "sources">): Map<string, Fixture> {
  const fixtures = new Map<string, Fixture>();
  for (const { config, files } of sources) addFixtures(fixtures, config.name, files.fixture);
  return fixtures;
}

function addFixtures(
  fixtures: Map<string, Fixture>,
  packageName: string,
  files: ProjectSource["files"]["fixture"],
): void {
  for (const file of files) {
    const key = `${packageName}.${file.stem}`;
    const known = fixtures.get(key);
    if (known !== undefined) throw duplicateFixture(key, file.stem, [known.originalPath, file.originalPath]);
    fixtures.set(key, {
      originalPath: file.originalPath,
      rows: () => (file.extension === ".sql" ? file.contents : readCsvRows(file.contents)),
    });
  }
}

/** @throws TsmodelError resource-duplicate */
function duplicateFixture(key: string, name: string, paths: readonly string[]): Error {
  const nodes = paths.map((path) => ({ id: `fixture.${key}`, file: path }));
  return fail("resource-duplicate", { kind: "fixtures", name, nodes });
}
