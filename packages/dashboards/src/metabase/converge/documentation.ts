/** Names, descriptions, types and foreign keys of the published tables. What the project does not say stays as it is. */
import type { ColumnDocs, DashboardSource, TableDocs } from "../desired/reporting.ts";
import type { FieldBook } from "../server/field-book.ts";
import type { ServerField, ServerTable } from "../server/objects.ts";
import { differingKeys, type Run } from "./run.ts";

type Patch = { readonly [key: string]: unknown };

export async function convergeDocumentation(
  run: Run,
  tables: readonly TableDocs[],
  dashboards: readonly DashboardSource[],
  book: FieldBook,
): Promise<void> {
  const offered = offeredColumns(dashboards, book);
  const docs = new Map(tables.map((table) => [table.name, table]));
  for (const name of new Set([...docs.keys(), ...[...offered.keys()]])) {
    const table = book.findTable(name);
    if (table === undefined) continue;
    const wanted = docs.get(name);
    if (wanted !== undefined) await write(run, "table", name, table, tablePatch(wanted));
    const columns = new Map((wanted?.columns ?? []).map((column) => [column.name, column]));
    for (const column of new Set([...columns.keys(), ...(offered.get(name) ?? [])])) {
      const field = book.findField(name, column);
      if (field === undefined) continue;
      const patch = fieldPatch(columns.get(column), field, offered.get(name)?.has(column) === true, book);
      await write(run, "field", `${name}.${column}`, field, patch);
    }
  }
}

/** Columns that a select filter offers the values of. */
function offeredColumns(dashboards: readonly DashboardSource[], book: FieldBook): Map<string, Set<string>> {
  const offered = new Map<string, Set<string>>();
  for (const { dashboard, queries } of dashboards)
    for (const { name: filter, type } of dashboard.filters) {
      if (type !== "select") continue;
      for (const query of dashboard.queries) {
        const column = query.filters[filter];
        if (column === undefined) continue;
        const table = queries[query.name]!.reads.find((name) => book.findField(name, column) !== undefined);
        if (table === undefined) continue;
        offered.set(table, (offered.get(table) ?? new Set()).add(column));
      }
    }
  return offered;
}

const given = (patch: { readonly [key: string]: unknown }): Patch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined && value !== ""));

const tablePatch = ({ description, displayName, visibility }: TableDocs): Patch =>
  given({ description, display_name: displayName, visibility_type: visibility });

function fieldPatch(
  docs: ColumnDocs | undefined,
  field: ServerField,
  isOffered: boolean,
  book: FieldBook,
): Patch {
  const target = docs?.references && book.findField(docs.references.table, docs.references.column);
  const type = docs?.semanticType ?? (target === undefined ? likelyType(docs, field, isOffered) : "type/FK");
  return given({
    description: docs?.description,
    display_name: docs?.displayName,
    visibility_type: docs?.visibility,
    semantic_type: type,
    fk_target_field_id: type === "type/FK" ? target?.id : undefined,
    has_field_values: isOffered ? "list" : undefined,
  });
}

function likelyType(
  docs: ColumnDocs | undefined,
  field: ServerField,
  isOffered: boolean,
): string | undefined {
  // A week may be the key of a table and is a date all the same.
  const isDate = /^(date|time)/.test(field.database_type ?? "");
  if (docs?.likelyType !== undefined && !(docs.likelyType === "type/PK" && isDate)) return docs.likelyType;
  return isOffered && field.semantic_type === null ? "type/Category" : undefined;
}

async function write(
  run: Run,
  kind: "table" | "field",
  name: string,
  current: ServerTable | ServerField,
  wanted: Patch,
): Promise<void> {
  const before = Object.fromEntries(
    Object.keys(wanted).map((key) => [key, (current as unknown as Patch)[key]]),
  );
  const keys = differingKeys(before, wanted);
  if (keys.length === 0) return;
  run.report({ sign: "~", kind, name, details: keys.map((key) => WORDS[key] ?? key) });
  if (!run.dryRun)
    await run.client.put(
      `/api/${kind}/${current.id}`,
      Object.fromEntries(keys.map((key) => [key, wanted[key]])),
    );
}

const WORDS: { readonly [key: string]: string } = {
  display_name: "name",
  semantic_type: "type",
  fk_target_field_id: "foreign key",
  has_field_values: "list of values",
  visibility_type: "visibility",
};
