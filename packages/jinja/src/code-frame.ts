/** Prints the excerpt of a text that an error points at. */

export interface CodeFramePlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** First column after the place; one character is marked without it. */
  readonly endColumn?: number;
}

export interface CodeFrameOptions {
  /** Lines shown before the marked one; 1 unless told. */
  readonly before?: number;
  /** Lines shown after the marked one; 0 unless told. */
  readonly after?: number;
  /** Put before each printed line; two spaces unless told. */
  readonly indent?: string;
  /** Longer lines are cut around the marked place; 160 unless told. */
  readonly width?: number;
}

/**
 * The lines around a place, with carets under it:
 *
 *     3 | select *
 *     4 | from {{ ref('stg_order') }}
 *       |             ^^^^^^^^^^^
 */
export function codeFrame(text: string, place: CodeFramePlace, options: CodeFrameOptions = {}): string {
  const { before = 1, after = 0, indent = "  ", width = 160 } = options;
  const lines = text.split(/\r\n|\r|\n/);
  const line = Math.min(Math.max(place.line, 1), lines.length);
  const first = Math.max(1, line - before);
  const last = Math.min(lines.length, line + after);
  const gutter = String(last).length;
  const marked = lines[line - 1] ?? "";
  const cut = Math.max(0, Math.min(place.column - 1 - Math.floor(width / 2), marked.length - width));
  const printed: string[] = [];
  for (let number = first; number <= last; number++) {
    const content = clip(lines[number - 1] ?? "", cut, width);
    printed.push(`${indent}${String(number).padStart(gutter)} | ${content}`.trimEnd());
    if (number === line)
      printed.push(`${indent}${" ".repeat(gutter)} | ${carets(marked, place, cut, width)}`);
  }
  return printed.join("\n");
}

function clip(line: string, cut: number, width: number): string {
  const shown = line.slice(cut, cut + width);
  return (cut > 0 && shown !== "" ? "…" + shown.slice(1) : shown) + (line.length > cut + width ? "…" : "");
}

function carets(line: string, place: CodeFramePlace, cut: number, width: number): string {
  const start = Math.max(0, Math.min(place.column - 1, line.length) - cut);
  const end = Math.min((place.endColumn ?? place.column + 1) - 1, line.length) - cut;
  // Tabs are kept so that the carets stand under the text whatever the terminal's tab width.
  const padding = line.slice(cut, cut + start).replace(/[^\t]/g, " ");
  return padding + "^".repeat(Math.max(1, Math.min(end, width) - start));
}
