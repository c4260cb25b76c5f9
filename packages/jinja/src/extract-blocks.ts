/**
 * The top-level blocks of a file (macros, tests, docs, snapshots …), cut out before anything is parsed, by the rules of
 * dbt: only tags, comments, `{{ }}` and raw blocks are looked at. One pass, each character is looked at once.
 */

import { JinjaError } from "./error.ts";
import { makeFrame } from "./source-map.ts";

export interface Block {
  /** The tag's name, e.g. "macro". */
  readonly tag: string;
  /** The name after it; empty when there is none. */
  readonly name: string;
  /** From the start tag to the end of the end tag. */
  readonly fullText: string;
  /** Between the two tags. */
  readonly contents: string;
  /** Offsets in the source of fullText and contents. */
  readonly start: number;
  readonly end: number;
  readonly contentsStart: number;
}

export interface ExtractOptions {
  /** The file's name, for errors. */
  readonly file: string;
  readonly tags: readonly string[];
}

interface Tag {
  readonly type: string;
  readonly name: string;
  /** Of the whole tag; white space that `{%-` strips belongs to it. */
  readonly start: number;
  readonly end: number;
}

const ends: Partial<Record<string, string>> = { endif: "if", endfor: "for" };

/** @throws JinjaError TemplateSyntaxError with its place: unclosed, nested or misplaced blocks, tags and strings */
export function extractBlocks(source: string, options: ExtractOptions): Block[] {
  const tags = new Set(options.tags);
  const blocks: Block[] = [];
  const open: Tag[] = [];
  let current: Tag | undefined;
  const fail = (message: string, tag: { start: number; end: number }): never => {
    const place = { name: options.file, source, origin: undefined };
    throw new JinjaError("TemplateSyntaxError", message, [
      makeFrame(place, options.file, tagStart(source, tag.start), tag.end),
    ]);
  };
  for (const tag of findTags(source, fail)) {
    if (tag.type === "if" || tag.type === "for") open.push(tag);
    else if (ends[tag.type] !== undefined) closeControl(tag, open.pop(), fail);
    if (tags.has(tag.type)) {
      if (open.length > 0)
        fail(`a ${tag.type} block cannot be defined inside {% ${open.at(-1)?.type} %}`, tag);
      if (current !== undefined)
        fail(
          `a ${tag.type} block cannot be defined inside another block (${current.type} ${current.name})`,
          tag,
        );
      current = tag;
    } else if (current !== undefined && tag.type === "end" + current.type) {
      blocks.push(makeBlock(source, current, tag));
      current = undefined;
    }
  }
  if (current !== undefined)
    fail(
      `{% ${current.type} ${current.name} %} is never closed: {% end${current.type} %} is missing`,
      current,
    );
  return blocks;
}

type Fail = (message: string, place: { start: number; end: number }) => never;

function closeControl(tag: Tag, opened: Tag | undefined, fail: Fail): void {
  const expected = ends[tag.type];
  if (opened === undefined) fail(`{% ${tag.type} %} without a {% ${expected} %} before it`, tag);
  if (opened !== undefined && opened.type !== expected)
    fail(`{% ${tag.type} %} where {% end${opened.type} %} was expected`, tag);
}

function makeBlock(source: string, start: Tag, end: Tag): Block {
  return {
    tag: start.type,
    name: start.name,
    fullText: source.slice(start.start, end.end),
    contents: source.slice(start.end, end.start),
    start: start.start,
    end: end.end,
    contentsStart: start.end,
  };
}

/** Without the white space before it. */
function tagStart(source: string, start: number): number {
  const brace = source.indexOf("{", start);
  return brace === -1 ? start : brace;
}

const opening = /\{[%#{]/g;
const blockStart = /-?\s*([A-Za-z_][A-Za-z_0-9]*)(?:\s+([A-Za-z_][A-Za-z_0-9]*))?/y;
const rawTag = /-?\s*raw\s*(?:-%\}\s*|%\})/y;
const rawEnd = /(?:\s*\{%-|\{%)\s*endraw\s*(?:-%\}\s*|%\})/g;
const quoteOrTagEnd = /['"]|-%\}\s*|%\}/g;
const quoteOrExpressionEnd = /['"]|\}\}/g;
const stringLiteral = /'[^'\\]*(?:\\[^][^'\\]*)*'|"[^"\\]*(?:\\[^][^"\\]*)*"/y;

function* findTags(source: string, fail: Fail): Generator<Tag> {
  let position = 0;
  for (;;) {
    opening.lastIndex = position;
    const match = opening.exec(source);
    if (match === null) return;
    const at = match.index;
    if (match[0] === "{#") position = commentEnd(source, at, fail);
    else if (match[0] === "{{") position = skipTo(source, quoteOrExpressionEnd, at, "}}", fail);
    else {
      const tag = readTag(source, at, position, fail);
      if (tag === undefined) position = at + 2;
      else {
        position = tag.end;
        yield tag;
      }
    }
  }
}

function commentEnd(source: string, at: number, fail: Fail): number {
  const end = source.indexOf("#}", at + 2);
  return end === -1
    ? fail("unexpected end of file: a comment is not closed, #} is missing", { start: at, end: at + 2 })
    : end + 2;
}

/** @param previous where the last tag ended: white space before it belongs to that one */
function readTag(source: string, at: number, previous: number, fail: Fail): Tag | undefined {
  blockStart.lastIndex = at + 2;
  const match = blockStart.exec(source);
  if (match === null) return undefined;
  const type = match[1] as string;
  const start = source.charCodeAt(at + 2) === 45 ? spaceStart(source, at, previous) : at;
  const end =
    type === "raw"
      ? rawBlockEnd(source, at, fail)
      : skipTo(source, quoteOrTagEnd, blockStart.lastIndex, "%}", fail);
  return { type, name: match[2] ?? "", start, end };
}

function spaceStart(source: string, at: number, previous: number): number {
  let start = at;
  while (start > previous && /\s/.test(source.charAt(start - 1))) start--;
  return start;
}

function rawBlockEnd(source: string, at: number, fail: Fail): number {
  rawTag.lastIndex = at + 2;
  if (!rawTag.test(source))
    return fail("unexpected end of file: {% raw %} … {% endraw %} was expected", { start: at, end: at + 2 });
  rawEnd.lastIndex = rawTag.lastIndex;
  if (rawEnd.exec(source) === null)
    fail("unexpected end of file: {% endraw %} is missing", { start: at, end: rawTag.lastIndex });
  return rawEnd.lastIndex;
}

/** The end of a tag or expression; strings in it are skipped. */
function skipTo(source: string, pattern: RegExp, from: number, wanted: string, fail: Fail): number {
  let position = from;
  for (;;) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match === null)
      return fail(`unexpected end of file: ${wanted} is missing`, { start: from, end: from + 2 });
    if (match[0] !== "'" && match[0] !== '"') return pattern.lastIndex;
    stringLiteral.lastIndex = match.index;
    if (!stringLiteral.test(source))
      return fail("unexpected end of file: a string is not closed", {
        start: match.index,
        end: match.index + 1,
      });
    position = stringLiteral.lastIndex;
  }
}

/** The text before, between and after blocks, in order; empty pieces are left out. */
export function textOutsideBlocks(
  source: string,
  blocks: readonly Block[],
): { readonly text: string; readonly start: number }[] {
  const pieces: { text: string; start: number }[] = [];
  let start = 0;
  for (const block of [...blocks, { start: source.length, end: source.length }]) {
    if (block.start > start) pieces.push({ text: source.slice(start, block.start), start });
    start = block.end;
  }
  return pieces;
}
