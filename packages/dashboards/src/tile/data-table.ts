/** The figures behind a chart, folded away beside it. */
import { escapeHtml } from "../html/escape.ts";

export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly string[] }[];
}

export function renderDataTable({ caption, columns, rows }: DataTable): string {
  const head = columns
    .map((column, index) => `<th scope="col"${index === 0 ? "" : ' class="n"'}>${escapeHtml(column)}</th>`)
    .join("");
  const body = rows
    .map(
      (row) =>
        `<tr><th scope="row">${escapeHtml(row.head)}</th>${row.cells.map((cell) => `<td class="n">${escapeHtml(cell)}</td>`).join("")}</tr>`,
    )
    .join("");
  return `<details class="data"><summary>Table<span class="hidden"> of ${escapeHtml(caption)}</span></summary><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}, table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>`;
}
