/** How the `external` materialization writes and finds its files. `options` is the macro's own dict: it is completed in place. */
import { extname } from "node:path";
import { asString, PyDict, isTruthy, pyStr, type Value } from "@tsmodel/jinja";

/** Endings from which DuckDB takes the compression; the format is the ending before. */
const COMPRESSIONS: { readonly [extension: string]: string } = { ".gz": "gzip", ".zst": "zstd" };
const QUOTED_OPTIONS: ReadonlySet<string> = new Set(["delimiter", "quote", "escape", "null"]);

/** The options of COPY: "format csv, header 1, delimiter ','". */
export function externalWriteOptions(location: string, options: Value): string {
  const dict = options as PyDict;
  if (!dict.has("format")) inferFormat(location, dict);
  if (asString(dict.get("format")) === "csv" && !dict.has("header")) dict.set("header", 1);
  const partition = asString(dict.get("partition_by"));
  if (partition?.includes(",") && !partition.startsWith("(")) dict.set("partition_by", `(${partition})`);
  const parts: string[] = [];
  for (const [key, value] of dict.entries()) {
    const name = pyStr(key);
    const text = pyStr(value);
    parts.push(
      QUOTED_OPTIONS.has(name.toLowerCase()) && !text.startsWith("'")
        ? `${name} '${text}'`
        : `${name} ${text}`,
    );
  }
  return parts.join(", ");
}

function inferFormat(location: string, options: PyDict): void {
  const last = extname(location);
  const compression = COMPRESSIONS[last.toLowerCase()];
  const extension = (
    compression === undefined ? last : extname(location.slice(0, -last.length))
  ).toLowerCase();
  if (extension === "") {
    options.set("format", options.has("delimiter") ? "csv" : "parquet");
    return;
  }
  options.set("format", extension.slice(1));
  if (compression !== undefined && !options.has("compression")) options.set("compression", compression);
}

/** The file; or a pattern for all files of a folder, one level for each column it is partitioned by. */
export function externalReadLocation(location: string, options: Value): string {
  const dict = options as PyDict;
  const partition = dict.get("partition_by") ?? null;
  if (!isTruthy(partition) && !isTruthy(dict.get("per_thread_output") ?? null)) return location;
  const levels = isTruthy(partition) ? pyStr(partition).split(",").length : 0;
  return `${[location, "*", ...new Array<string>(levels).fill("*")].join("/")}.${pyStr(dict.get("format") ?? "parquet")}`;
}
