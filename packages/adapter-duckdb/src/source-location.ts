/** dbt-duckdb's `external_location` of a source: what stands in FROM instead of a relation. */
import type { SourceDefinition } from "@tsmodel/core/adapter";
import { pyStr, toValue } from "@tsmodel/jinja";
import { failDuckDb } from "./messages.ts";

/** Keys of a source's config that are dbt's own; the others are the adapter's. */
const COMMON_CONFIG: ReadonlySet<string> = new Set([
  "enabled",
  "event_time",
  "freshness",
  "loaded_at_field",
  "loaded_at_query",
  "meta",
  "tags",
]);

interface Place {
  readonly source: string;
  readonly location: string;
  readonly values: { readonly [name: string]: unknown };
}

/**
 * The location with the source's names filled in, quoted unless it is a function call: "'data/orders.parquet'",
 * "read_csv('orders.csv')". Null for sources that have none.
 * @throws TsmodelError duckdb-source-formatter, duckdb-source-location
 */
export function sourceLocation(source: SourceDefinition): string | null {
  const own = Object.entries(source.config).filter(([key]) => !COMMON_CONFIG.has(key));
  const settings: { readonly [name: string]: unknown } = { ...source.meta, ...Object.fromEntries(own) };
  if (settings.plugin !== undefined || typeof settings.external_location !== "string") return null;
  const { name, identifier, schema, database, tags } = source;
  const place: Place = {
    source: `${source.source_name}.${name}`,
    location: settings.external_location,
    values: { name, identifier, schema, database, tags, ...settings },
  };
  const filled = format(place, settings.formatter ?? "newstyle");
  return filled.includes("(") || filled.startsWith("'") ? filled : `'${filled}'`;
}

function format(place: Place, formatter: unknown): string {
  switch (formatter) {
    case "newstyle":
      return formatBraces(place);
    case "oldstyle":
      return formatPercent(place);
    case "template":
      return formatDollar(place);
    default:
      throw failDuckDb("duckdb-source-formatter", { source: place.source, formatter: String(formatter) });
  }
}

/** Python's str.format_map, without format specifications: {name}, {meta_key[item]}, {{ for a brace. */
function formatBraces(place: Place): string {
  return place.location.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (found, field: string | undefined) => {
    if (found === "{{" || found === "}}") return found[0]!;
    if (field === undefined)
      throw unfilled(place, `a single '${found}' has no partner; write it twice to keep it`);
    const [path, conversion] = field.split("!", 2) as [string, string?];
    if (path.includes(":") || (conversion !== undefined && conversion !== "s"))
      throw unfilled(place, `the format of {${field}} is not supported`);
    return text(lookUp(place, path));
  });
}

/** Python's % with a mapping: %(name)s. */
function formatPercent(place: Place): string {
  return place.location.replace(/%%|%\((\w+)\)[sdr]|%/g, (found, name: string | undefined) => {
    if (found === "%%") return "%";
    if (name === undefined) throw unfilled(place, "'%' begins no %(name)s; write it twice to keep it");
    return text(lookUp(place, name));
  });
}

/** Python's string.Template: $name, ${name}, $$. */
function formatDollar(place: Place): string {
  return place.location.replace(
    /\$\$|\$(\w+)|\$\{(\w+)\}|\$/g,
    (found, bare: string | undefined, braced: string | undefined) => {
      if (found === "$$") return "$";
      const name = bare ?? braced;
      if (name === undefined) throw unfilled(place, "'$' begins no name; write it twice to keep it");
      return text(lookUp(place, name));
    },
  );
}

/** "a", "a[b]", "a.b" */
function lookUp(place: Place, path: string): unknown {
  let value: unknown = place.values;
  for (const step of path.replaceAll("]", "").split(/[.[]/)) {
    const holder = value as { readonly [name: string]: unknown } | null;
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step))
      throw unfilled(place, `there is no "${path}"`);
    value = holder[step];
  }
  return value;
}

/** Python's str() of it. */
function text(value: unknown): string {
  return pyStr(toValue(value ?? null));
}

function unfilled({ source, location }: Place, problem: string): Error {
  return failDuckDb("duckdb-source-location", { source, location, problem });
}
