/** Resources that were parsed again ⇄ what the columns and the body hold of them. */
import { renderResource } from "../artifacts/manifest-file.ts";
import { dependencies } from "../graph/build-graph.ts";
import type { AnalysisNode, ModelNode, TestNode } from "../manifest/node.ts";
import type { StoredColumns } from "./encode-manifest.ts";
import { describeRow, type ResourceRow } from "./resource-columns.ts";

/** A node with a file of its own. */
export type FileNode = ModelNode | TestNode | AnalysisNode;

export interface EditedRow extends ResourceRow {
  readonly position: number;
  /** As manifest.json has it. */
  readonly text: string;
}

/** `replacements` by position. @throws NotCacheable */
export function editedRows(
  { ids }: StoredColumns,
  replacements: ReadonlyMap<number, FileNode>,
): EditedRow[] {
  const positions = findPositions(
    ids,
    new Set([...replacements.values()].flatMap(({ depends_on }) => depends_on.nodes)),
  );
  return [...replacements].map(([position, node]) => ({
    position,
    ...describeRow(node, true, (id) => positions.get(id)),
    text: renderResource(node),
  }));
}

/** Looks through all ids once: a table of all of them would cost more. */
function findPositions(ids: readonly string[], wanted: ReadonlySet<string>): Map<string, number> {
  const positions = new Map<string, number>();
  for (const [position, id] of ids.entries())
    if (wanted.has(id) && !positions.has(id)) positions.set(id, position);
  return positions;
}

/** Whether nodes depend on what they depended on. */
export function haveSameParents(
  { ids, parents }: StoredColumns,
  replacements: ReadonlyMap<number, FileNode>,
): boolean {
  for (const [position, node] of replacements) {
    const before = parents[position]!.map((parent) => ids[parent]!);
    if (before.join("\n") !== dependencies(node).join("\n")) return false;
  }
  return true;
}

/** Puts rows into columns. */
export function applyRows(columns: StoredColumns, rows: readonly EditedRow[]): void {
  for (const row of rows) {
    const { position, parents, macros, extras } = row;
    columns.form[position] = formIndex(columns, columns.form[position]!, row);
    columns.parents[position] = parents;
    columns.macros[position] = macros === undefined ? -1 : macroList(columns, columns.macros[position]!, macros);
    if (extras === undefined) delete columns.extras[position];
    else columns.extras[position] = extras;
  }
}

/** The form it had, if that is still it. */
function formIndex({ forms, kinds }: StoredColumns, before: number, row: EditedRow): number {
  const known = forms[before]!;
  const kind = isAlike(kinds[known.kind], row.kind) ? known.kind : kinds.push(row.kind) - 1;
  const form = { kind, ...row.form };
  return isAlike(known, form) ? before : forms.push(form) - 1;
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function macroList({ macroLists }: StoredColumns, before: number, macros: readonly string[]): number {
  return macroLists[before]?.join(" ") === macros.join(" ") ? before : macroLists.push(macros) - 1;
}
