/** Files in tests/fixtures → rows for unit tests. */
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
    fixtures.set(`${packageName}.${file.stem}`, {
      originalPath: file.originalPath,
      rows: () => (file.extension === ".sql" ? file.contents : readCsvRows(file.contents)),
    });
  }
}
