import { partitionPoint } from "./partition-point.ts";

/** Line and column of an offset, both from 1; columns in UTF-16 units. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const end = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let lineStart = 0;
  for (let index = text.indexOf("\n"); index !== -1 && index < end; index = text.indexOf("\n", index + 1)) {
    line++;
    lineStart = index + 1;
  }
  return { line, column: end - lineStart + 1 };
}

/** Lines of a text in which many places are looked up. */
export class LineIndex {
  private readonly text: string;
  /** Where each line starts; made when first asked for. */
  private starts: readonly number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** As `positionAt`. */
  at(offset: number): { readonly line: number; readonly column: number } {
    const end = Math.min(Math.max(offset, 0), this.text.length);
    const starts = (this.starts ??= lineStarts(this.text));
    const line = partitionPoint(starts.length, (index) => starts[index]! <= end);
    return { line, column: end - starts[line - 1]! + 1 };
  }

  /** Where a line starts. */
  offset(line: number): number {
    return (this.starts ??= lineStarts(this.text))[line - 1] ?? this.text.length;
  }

  /** A line and the one before it, as a Location has them. */
  around(line: number): { readonly text: string; readonly textLine: number } {
    const starts = (this.starts ??= lineStarts(this.text));
    const textLine = Math.max(1, line - 1);
    return {
      text: this.text.slice(starts[textLine - 1], (starts[line] ?? this.text.length + 1) - 1),
      textLine,
    };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1))
    starts.push(index + 1);
  return starts;
}
