import type { DuckDBConnection } from "@duckdb/node-api";
import type { PublishTable } from "../../src/index.ts";
import { runAll, table } from "./publish.ts";

const ROWS: Readonly<Record<string, number>> = { small: 10, middle: 2_000, large: 30_000 };

/** Three tables of different size that all say which generation they are. */
export const generationTables: readonly PublishTable[] = Object.keys(ROWS).map((name) =>
  table(name, { primaryKey: ["id"], indexes: [{ columns: ["note"] }] }),
);

/** Makes the tables of one generation in DuckDB. */
export async function makeGeneration(duck: DuckDBConnection, generation: number): Promise<void> {
  const statements = Object.entries(ROWS).map(
    ([name, rows]) =>
      `CREATE OR REPLACE TABLE ${name} AS
       SELECT range::BIGINT AS id, ${generation} AS gen, 'a note of generation ${generation}' AS note FROM range(${rows})`,
  );
  await runAll(duck, ...statements);
}

/** One row: the generation, if every table is whole and of the same one; no row otherwise. */
export const WHOLE_GENERATION = `
SELECT s.gen FROM (SELECT min(gen) AS gen, max(gen) AS high, count(*) AS n FROM marts.small) s,
  (SELECT min(gen) AS gen, max(gen) AS high, count(*) AS n FROM marts.middle) m,
  (SELECT min(gen) AS gen, max(gen) AS high, count(*) AS n FROM marts.large) l
WHERE (s.n, m.n, l.n) = (${ROWS["small"]}, ${ROWS["middle"]}, ${ROWS["large"]})
  AND s.gen = s.high AND s.gen = m.gen AND s.gen = m.high AND s.gen = l.gen AND s.gen = l.high`;
