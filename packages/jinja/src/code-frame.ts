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
  /** The number of the text's first line; 1 unless told. */
  readonly firstLine?: number;
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
  const { before = 1, after = 0, firstLine = 1, indent = "  ", width = 160 } = options;
  const { lines, from } = linesAround(text, place.line - firstLine, before, after);
  const line = Math.min(Math.max(place.line - firstLine, from), from + lines.length - 1);
  const first = Math.max(from, line - before);
  const last = Math.min(from + lines.length - 1, line + after);
  const gutter = String(last + firstLine).length;
  const marked = lines[line - from] ?? "";
  const cut = Math.max(0, Math.min(place.column - 1 - Math.floor(width / 2), marked.length - width));
  const printed: string[] = [];
  for (let number = first; number <= last; number++) {
    const content = clip(lines[number - from] ?? "", cut, width);
    printed.push(`${indent}${String(number + firstLine).padStart(gutter)} | ${content}`.trimEnd());
    if (number === line)
      printed.push(`${indent}${" ".repeat(gutter)} | ${carets(marked, place, cut, width)}`);
  }
  return printed.join("\n");
}

/**
 * Lines of a text, counted from 0, of which the first is number `from`: those around a line, or the last ones where it has
 * fewer. The rest of a long text is not cut up.
 */
function linesAround(
  text: string,
  line: number,
  before: number,
  after: number,
): { readonly lines: readonly string[]; readonly from: number } {
  const breaks = /\r\n|\r|\n/g;
  // Where the lines start that may be shown; older ones fall out.
  const starts = [0];
  let from = 0;
  let end = text.length;
  for (let number = 0, found = breaks.exec(text); found !== null; number++, found = breaks.exec(text)) {
    if (number === Math.max(line, 0) + after) {
      end = found.index;
      break;
    }
    starts.push(breaks.lastIndex);
    if (starts.length <= before + after + 1) continue;
    starts.shift();
    from++;
  }
  return { lines: text.slice(starts[0], end).split(/\r\n|\r|\n/), from };
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
