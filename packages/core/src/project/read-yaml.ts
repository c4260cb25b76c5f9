/**
 * YAML files as dbt reads them. js-yaml gives the structure, `construct-yaml.ts` PyYAML's values; places are
 * looked up from the same events when an error asks for one. Simple files are read in one pass instead.
 */
import { YAMLException } from "js-yaml";
import type { Location } from "../errors/location.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import { LineIndex, positionAt } from "../util/text-position.ts";
import { YamlConstructError, constructYaml } from "./yaml/construct-yaml.ts";
import type { Constructed } from "./yaml/construct-yaml.ts";
import { YamlLocator } from "./yaml/locate-yaml.ts";
import { parseYamlEvents } from "./yaml/parse-yaml-events.ts";
import type { YamlEvents } from "./yaml/parse-yaml-events.ts";
import { readSimpleYaml } from "./yaml/read-simple-yaml.ts";
import type { YamlValue } from "./yaml-value.ts";

export interface YamlDocument {
  /** null for an empty file. */
  readonly value: YamlValue;
  /** Keys written twice in one mapping (the last one counts), with the place of the later one. */
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Where a path's key or value stands; of a path that does not exist, the nearest part that does. */
  locate(path: readonly (string | number)[], what?: "key" | "value"): Location;
}

export interface DuplicateKey {
  readonly key: string;
  readonly at: Location;
  /** As dbt counts: from the document's first word. */
  readonly counted: { readonly line: number; readonly column: number };
}

/**
 * Reads one YAML document by PyYAML's (YAML 1.1) rules, white space around it aside, as dbt does. `file` is shown
 * in errors. @throws TsmodelError yaml-syntax
 */
export function readYaml(text: string, file: string): YamlDocument {
  const source = new YamlSource(text, file);
  const { value, duplicateKeys } = source.construct();
  return {
    value,
    duplicateKeys: duplicateKeys.map(({ key, offset }) => ({
      key,
      at: source.place(offset, offset + key.length),
      counted: source.count(offset),
    })),
    locate: (path, what = "value") => source.locate(path, what),
  };
}

/** What places are looked up in. */
interface Places {
  readonly lines: LineIndex;
  readonly parsed: () => YamlEvents;
  readonly locator: () => YamlLocator;
}

/** Keeps the text, and the events while there is room: thousands of files stay in memory, few are ever pointed into. */
class YamlSource {
  private readonly text: string;
  private readonly file: string;
  /** Length of the white space in front. */
  private readonly start: number;
  private found: WeakRef<Places> | undefined;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
    this.start = text.length - text.trimStart().length;
  }

  construct(): Constructed {
    const simple = readSimpleYaml(this.text.trim());
    if (simple !== undefined) return { value: simple, duplicateKeys: [] };
    const parsed = this.parse();
    try {
      const { value, duplicateKeys } = constructYaml(parsed.events, parsed.source);
      return {
        value,
        duplicateKeys: duplicateKeys.map(({ key, offset }) => ({ key, offset: parsed.toOriginal(offset) })),
      };
    } catch (error) {
      if (error instanceof YamlConstructError)
        throw this.syntaxError(parsed.toOriginal(error.offset), error.message, error.hint);
      throw error;
    }
  }

  locate(path: readonly (string | number)[], what: "key" | "value"): Location {
    const { parsed, locator } = this.places();
    const span = locator().locate(path, what);
    return this.place(parsed().toOriginal(span.start), parsed().toOriginal(span.end));
  }

  /** Line and column as dbt counts them: white space in front of the document aside. */
  count(offset: number): DuplicateKey["counted"] {
    const { line, column } = positionAt(this.text.slice(this.start), offset);
    return { line, column };
  }

  /** `start` and `end` count from where the document starts. */
  place(start: number, end: number): Location {
    const { lines } = this.places();
    const { line, column } = lines.at(Math.max(start, 0) + this.start);
    const marked = this.text.slice(this.start + start, this.start + end);
    const whole = start >= 0 && end > start && !marked.includes("\n");
    return {
      file: this.file,
      line,
      column,
      ...(whole ? { endColumn: column + end - start } : {}),
      ...lines.around(line),
    };
  }

  private places(): Places {
    const known = this.found?.deref();
    if (known !== undefined) return known;
    const parsed = once(() => this.parse());
    const places = {
      lines: new LineIndex(this.text),
      parsed,
      locator: once(() => new YamlLocator(parsed().events, parsed().source)),
    };
    this.found = new WeakRef(places);
    return places;
  }

  private parse(): YamlEvents {
    try {
      return parseYamlEvents(this.text.trim());
    } catch (error) {
      if (error instanceof YAMLException) throw this.syntaxError(error.mark?.position ?? 0, error.reason);
      throw error;
    }
  }

  /** The bracket that was not closed before `offset`. */
  private openBracket(offset: number): string | undefined {
    const before = this.text.slice(this.start, this.start + offset);
    const open: number[] = [];
    for (const { 0: token, index } of before.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[[\]{}]/g)) {
      if (token === "[" || token === "{") open.push(index);
      else if (token === "]" || token === "}") open.pop();
    }
    const last = open.at(-1);
    if (last === undefined) return undefined;
    const bracket = before[last]!;
    const { line } = positionAt(this.text, this.start + last);
    return `the "${bracket}" in line ${line} is not closed by "${bracket === "[" ? "]" : "}"}", or a comma is missing`;
  }

  private syntaxError(offset: number, reason: string, hint?: string): TsmodelError {
    const at = this.place(offset, offset + 1);
    const text = this.text.split("\n")[at.line - 1] ?? "";
    const open = reason.includes("flow collection") ? this.openBracket(offset) : undefined;
    return fail(
      "yaml-syntax",
      { file: this.file, line: at.line, reason, hint: hint ?? open ?? hintFor(text, reason) },
      { at: [at] },
    );
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What most often lies behind a syntax error in this line. */
function hintFor(line: string, reason: string): string | undefined {
  if (/^\s*(?:- )?[^"'#]*:\s+\{\{/.test(line))
    return 'text that starts with "{{" has to be quoted: "{{ … }}"';
  if (reason.includes("tab characters")) return "indent with spaces";
  if (/^[^"'#]*:\s+[^"'#\s[{|>][^"'#]*:\s/.test(line)) return 'text that holds ": " has to be quoted';
  if (/:\s+[@`%]/.test(line)) return "text that starts with @, % or a backtick has to be quoted";
  return undefined;
}
