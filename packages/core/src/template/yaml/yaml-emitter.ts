/**
 * Writes YAML nodes the way PyYAML's emitter lays them out with safe_dump's settings: blocks, two spaces, sequences
 * not indented below their key, lines folded at 80 columns, ASCII only.
 */
import { analyzeScalar } from "./analyze-scalar.ts";
import type { ScalarAnalysis } from "./analyze-scalar.ts";
import { implicitTag } from "./implicit-tag.ts";
import type { ScalarTag } from "./implicit-tag.ts";

export interface ScalarNode {
  readonly kind: "scalar";
  readonly tag: ScalarTag;
  readonly text: string;
  anchor?: string;
}
export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: YamlNode[];
  anchor?: string;
}
export interface MappingNode {
  readonly kind: "mapping";
  readonly tag: "map" | "set";
  readonly entries: [YamlNode, YamlNode][];
  anchor?: string;
}
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

const width = 80;
const longestSimpleKey = 128;

/** Nodes with an `anchor` are written once and referred to from then on. */
export function emitYaml(root: YamlNode, options: EmitOptions = {}): string {
  return new Emitter(options).document(root);
}

export interface EmitOptions {
  /** Lists stand deeper than the key they belong to; PyYAML leaves them at its depth. */
  readonly indentSequences?: boolean;
}

interface Place {
  readonly inMapping: boolean;
  readonly isSimpleKey: boolean;
  readonly isRoot: boolean;
}

class Emitter {
  private output: string[] = [];
  private readonly written: Set<string> = new Set();
  private indent: number = -1;
  private column: number = 0;
  /** Whether what was written last is white space. */
  private afterBlank: boolean = true;
  /** Whether only indentation and its indicators stand on the line. */
  private inIndentation: boolean = true;
  private openEnded: boolean = false;
  private readonly options: EmitOptions;

  constructor(options: EmitOptions) {
    this.options = options;
  }

  document(root: YamlNode): string {
    this.node(root, { inMapping: false, isSimpleKey: false, isRoot: true });
    this.writeIndent();
    if (this.openEnded) {
      this.writeIndicator("...", true);
      this.writeIndent();
    }
    return this.output.join("");
  }

  private node(node: YamlNode, place: Place): void {
    if (node.anchor !== undefined) {
      const known = this.written.has(node.anchor);
      this.writeIndicator((known ? "*" : "&") + node.anchor, true);
      this.written.add(node.anchor);
      if (known) return;
    }
    if (node.kind === "scalar") this.scalar(node, place);
    else if (node.kind === "sequence") this.sequence(node, place);
    else this.mapping(node);
  }

  private sequence(node: SequenceNode, place: Place): void {
    if (node.items.length === 0) return this.emptyCollection("[", "]");
    const outer = this.indent;
    const indentless = this.options.indentSequences !== true && place.inMapping && !this.inIndentation;
    if (outer < 0) this.indent = 0;
    else if (!indentless) this.indent += 2;
    for (const item of node.items) {
      this.writeIndent();
      this.writeIndicator("-", true, true);
      this.node(item, { inMapping: false, isSimpleKey: false, isRoot: false });
    }
    this.indent = outer;
  }

  private mapping(node: MappingNode): void {
    if (node.tag === "set") this.writeIndicator("!!set", true);
    if (node.entries.length === 0) return this.emptyCollection("{", "}");
    const outer = this.indent;
    this.indent = outer < 0 ? 0 : outer + 2;
    for (const [key, value] of node.entries) {
      this.writeIndent();
      const simple = this.isSimpleKey(key);
      if (!simple) this.writeIndicator("?", true, true);
      this.node(key, { inMapping: true, isSimpleKey: simple, isRoot: false });
      if (!simple) this.writeIndent();
      if (simple) this.writeIndicator(":", false);
      else this.writeIndicator(":", true, true);
      this.node(value, { inMapping: true, isSimpleKey: false, isRoot: false });
    }
    this.indent = outer;
  }

  private isSimpleKey(key: YamlNode): boolean {
    if (key.anchor !== undefined && this.written.has(key.anchor)) return true;
    if (key.kind !== "scalar")
      return key.kind === "sequence" ? key.items.length === 0 : key.entries.length === 0;
    const characters = Array.from(key.text);
    const { empty, multiline } = analyzeScalar(characters);
    return characters.length + (key.anchor?.length ?? 0) < longestSimpleKey && !empty && !multiline;
  }

  private emptyCollection(open: string, close: string): void {
    this.writeIndicator(open, true);
    this.afterBlank = true;
    this.writeIndicator(close, false);
  }

  private scalar(node: ScalarNode, place: Place): void {
    const characters = Array.from(node.text);
    const analysis = analyzeScalar(characters);
    const fold = !place.isSimpleKey;
    const outer = this.indent;
    // Lines after the first stand deeper than the scalar's own block.
    this.indent = Math.max(outer, 0) + 2;
    if (mayBePlain(node, analysis, place)) this.plain(characters, fold, place.isRoot);
    else if (analysis.allowSingleQuoted && !(place.isSimpleKey && analysis.multiline))
      this.singleQuoted(characters, fold);
    else this.doubleQuoted(characters, fold);
    this.indent = outer;
  }

  private plain(characters: readonly string[], fold: boolean, isRoot: boolean): void {
    if (isRoot) this.openEnded = true;
    if (characters.length === 0) return;
    if (!this.afterBlank) this.write(" ");
    this.afterBlank = false;
    this.inIndentation = false;
    for (const run of runs(characters)) {
      if (run === " " && this.column > width && fold) {
        this.writeIndent();
        this.afterBlank = false;
        this.inIndentation = false;
      } else this.write(run);
    }
  }

  private singleQuoted(characters: readonly string[], fold: boolean): void {
    this.writeIndicator("'", true);
    const parts = runs(characters);
    parts.forEach((run, index) => {
      const isInside = index > 0 && index < parts.length - 1;
      if (run === " " && this.column > width && fold && isInside) this.writeIndent();
      else if (/^[\n\x85\u2028\u2029]/.test(run)) {
        if (run[0] === "\n") this.writeBreak("\n");
        for (const line of run) this.writeBreak(line);
        this.writeIndent();
      } else this.write(run.replaceAll("'", "''"));
    });
    this.writeIndicator("'", false);
  }

  private doubleQuoted(characters: readonly string[], fold: boolean): void {
    this.writeIndicator('"', true);
    let start = 0;
    for (let end = 0; end <= characters.length; end++) {
      const character = characters[end];
      if (character === undefined || !isPrintable(character)) {
        if (start < end) this.write(characters.slice(start, end).join(""));
        start = end;
        if (character !== undefined) {
          this.write(escapeCharacter(character));
          start = end + 1;
        }
      }
      const mayBreak = end > 0 && end < characters.length - 1 && (character === " " || start >= end);
      if (!mayBreak || this.column + (end - start) <= width || !fold) continue;
      this.write(`${characters.slice(start, end).join("")}\\`);
      if (start < end) start = end;
      this.writeIndent();
      this.afterBlank = false;
      this.inIndentation = false;
      // A space at the start of a line would be folded away.
      if (characters[start] === " ") this.write("\\");
    }
    this.writeIndicator('"', false);
  }

  // ── writing ──

  private write(text: string): void {
    this.output.push(text);
    this.column += Array.from(text).length;
  }

  private writeIndicator(text: string, needsBlank: boolean, keepsIndentation: boolean = false): void {
    this.write(this.afterBlank || !needsBlank ? text : ` ${text}`);
    this.afterBlank = false;
    this.inIndentation = this.inIndentation && keepsIndentation;
    this.openEnded = false;
  }

  private writeIndent(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.inIndentation || this.column > indent || (this.column === indent && !this.afterBlank))
      this.writeBreak("\n");
    if (this.column < indent) {
      this.afterBlank = true;
      this.write(" ".repeat(indent - this.column));
    }
  }

  private writeBreak(text: string): void {
    this.afterBlank = true;
    this.inIndentation = true;
    this.output.push(text);
    this.column = 0;
  }
}

/** Unquoted, a scalar must read back as what it is, and a key must fit on its line. */
function mayBePlain(node: ScalarNode, analysis: ScalarAnalysis, place: Place): boolean {
  return (
    implicitTag(node.text) === node.tag && analysis.allowPlain && !(place.isSimpleKey && analysis.multiline)
  );
}

/** The text cut where spaces and line breaks begin and end. */
function runs(characters: readonly string[]): string[] {
  return characters.join("").match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/gu) ?? [];
}

function isPrintable(character: string): boolean {
  return character >= " " && character <= "~" && character !== '"' && character !== "\\";
}

const escapes: { readonly [character: string]: string } = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

function escapeCharacter(character: string): string {
  const short = escapes[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0)!;
  const hex = (length: number): string => code.toString(16).toUpperCase().padStart(length, "0");
  return code <= 0xff ? `\\x${hex(2)}` : code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
