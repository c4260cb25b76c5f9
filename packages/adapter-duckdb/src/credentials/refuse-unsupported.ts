import type { JsonObject, JsonValue } from "@tsmodel/core/adapter";
import { failDuckDb } from "../messages.ts";
import { pathScheme } from "./database-name.ts";

const MOTHERDUCK: ReadonlySet<string> = new Set(["md", "motherduck"]);

/** dbt-duckdb's features that need Python or a service of someone else's. @throws TsmodelError duckdb-not-supported */
export function refuseUnsupported(output: JsonObject): void {
  const paths = [
    ["path", output.path],
    ...list(output.attach).map((entry) => ["attach", (entry as JsonObject | null)?.path]),
  ] as const;
  for (const [key, path] of paths) {
    if (typeof path === "string" && MOTHERDUCK.has(pathScheme(path) ?? "")) {
      throw failDuckDb("duckdb-not-supported", {
        key: `${key}: ${path.replace(/\?.*$/, "")}`,
        what: "MotherDuck",
        instead: "use a local file: path: data/pipeline.duckdb",
      });
    }
  }
  if (output.remote) {
    throw failDuckDb("duckdb-not-supported", {
      key: "remote",
      what: "a Buena Vista server",
      instead: "open the file itself: path: data/pipeline.duckdb",
    });
  }
  for (const plugin of list(output.plugins)) {
    const module = String((plugin as JsonObject | null)?.module ?? plugin);
    throw failDuckDb("duckdb-not-supported", {
      key: `plugins: ${module}`,
      what: `the Python plugin "${module}"`,
      instead: pluginAdvice(module),
    });
  }
  for (const filesystem of list(output.filesystems)) {
    const name = String((filesystem as JsonObject | null)?.fs ?? "?");
    throw failDuckDb("duckdb-not-supported", {
      key: `filesystems: ${name}`,
      what: `the fsspec file system "${name}"`,
      instead: "DuckDB's own extensions read s3://, gcs:// and https://: extensions: [httpfs], with secrets:",
    });
  }
}

const PLUGIN_ADVICE: { readonly [module: string]: string } = {
  excel: "read the sheet with DuckDB: extensions: [excel], then read_xlsx('file.xlsx')",
  postgres: "attach the database: attach: [{path: 'dbname=…', type: postgres}], with extensions: [postgres]",
  sqlalchemy: "attach the database, or export its tables to Parquet or CSV",
  iceberg: "read it with DuckDB: extensions: [iceberg], then iceberg_scan('…')",
  delta: "read it with DuckDB: extensions: [delta], then delta_scan('…')",
  gsheet: "export the sheet to CSV and read that",
  glue: "write the files with the external materialization and register them in Glue elsewhere",
};

function pluginAdvice(module: string): string {
  const name = module.split(".").at(-1)!;
  return Object.hasOwn(PLUGIN_ADVICE, name)
    ? PLUGIN_ADVICE[name]!
    : "do its work in SQL, or before tsmodel runs";
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
