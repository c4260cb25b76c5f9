/**
 * Positions of an output: which place of which template each stretch of it came from. Literal text maps character by
 * character, a printed value to its expression; the output of a macro that is printed as it is keeps the macro's own marks.
 */

import type { Frame } from "./error.ts";
import type { SourceOrigin } from "./source-map.ts";
import { makeFrame } from "./source-map.ts";

/** What a mark list needs to know about its template. */
export interface MarkedTemplate {
  readonly name: string;
  readonly source: string;
  readonly origin: SourceOrigin | undefined;
}

/** One stretch of output, up to the next mark. */
interface Mark {
  /** Offset in the output. */
  readonly at: number;
  /** Stretch of the template's text. */
  readonly start: number;
  readonly end: number;
  /** Literal text is mapped character by character. */
  readonly isText: boolean;
  readonly nested: Marks | null;
}

/** The marks of one template's or macro's output. */
export class Marks {
  private readonly template: MarkedTemplate;
  private readonly name: string;
  private readonly recorder: MarkRecorder;
  private readonly list: Mark[] = [];

  constructor(template: MarkedTemplate, name: string, recorder: MarkRecorder) {
    this.template = template;
    this.name = name;
    this.recorder = recorder;
  }

  /** Called by template code: literal text starts here. */
  text(at: number, start: number, end: number): void {
    this.list.push({ at, start, end, isText: true, nested: null });
  }

  /** Called by template code: the printed value of `[start, end)` starts here. */
  value(at: number, start: number, end: number, text: string): void {
    const { last } = this.recorder;
    const nested = last !== null && last.text === text ? last.marks : null;
    this.list.push({ at, start, end, isText: false, nested });
  }

  /** The places behind an offset of the output, innermost first; empty when nothing was printed before it. */
  locate(offset: number): Frame[] {
    const mark = this.find(offset);
    if (mark === undefined) return [];
    if (mark.isText) {
      const start = mark.start + textOffset(this.template.source, mark.start, offset - mark.at);
      return [makeFrame(this.template, this.name, Math.min(start, mark.end), start)];
    }
    const inner = mark.nested === null ? [] : mark.nested.locate(offset - mark.at);
    return [...inner, makeFrame(this.template, this.name, mark.start, mark.end)];
  }

  private find(offset: number): Mark | undefined {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle] as Mark).at <= offset) low = middle + 1;
      else high = middle;
    }
    return this.list[low - 1];
  }
}

/** How far `length` characters of output go in the source, where "\r\n" became "\n". */
function textOffset(source: string, start: number, length: number): number {
  let offset = 0;
  for (let i = 0; i < length; i++)
    offset +=
      source.charCodeAt(start + offset) === 13 && source.charCodeAt(start + offset + 1) === 10 ? 2 : 1;
  return offset;
}

/** Shared by one render and the macros bound for it: remembers what the last macro returned, so that its marks can nest. */
export class MarkRecorder {
  last: { readonly text: string; readonly marks: Marks } | null = null;

  open(template: MarkedTemplate, name: string): Marks {
    return new Marks(template, name, this);
  }

  close(marks: Marks, text: string): string {
    this.last = { text, marks };
    return text;
  }
}
