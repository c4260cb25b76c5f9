/** Offsets of a template to places in the user's file. */

import type { Frame } from "./error.ts";

/** Where a template's text stands in a file: the template is `text.slice(offset, offset + source.length)`. */
export interface SourceOrigin {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** Where a template stands, or how to find out: that takes a file, which only errors need. */
export type OriginOption = SourceOrigin | (() => SourceOrigin | undefined) | undefined;

export const originOf = (origin: OriginOption): SourceOrigin | undefined => (typeof origin === "function" ? origin() : origin);

export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Line and column (from 1) of an offset. "\n", "\r\n" and "\r" end a line. */
export function lineColumn(text: string, offset: number): LineColumn {
  let line = 1;
  let lineStart = 0;
  const end = Math.min(offset, text.length);
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) {
      line++;
      lineStart = i + 1;
    }
  }
  return { line, column: end - lineStart + 1 };
}

/** The frame for `[start, end)` of a template. Without an origin the template is its own file. */
export function makeFrame(
  template: { readonly name: string; readonly source: string; readonly origin: SourceOrigin | undefined },
  name: string,
  start: number,
  end: number,
): Frame {
  const { origin } = template;
  const text = origin === undefined ? template.source : origin.text;
  const shift = origin === undefined ? 0 : origin.offset;
  const offset = start + shift;
  const { line, column } = lineColumn(text, offset);
  const oneLine = end > start && !/[\r\n]/.test(text.slice(offset, end + shift));
  const place = { file: origin === undefined ? template.name : origin.file, name, offset, line, column };
  return oneLine ? { ...place, endColumn: column + end - start } : place;
}
