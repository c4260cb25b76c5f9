/**
 * A file of macros → macro nodes. Only the blocks count: what stands between them is not looked at, as in dbt. Here
 * only their heads are read; their bodies are parsed once, when `MacroRegistry.linkMacros` follows their calls.
 */
import { extractBlocks, type Block } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { leadingSpace, pythonStrip } from "../util/python-strip.ts";
import { templateError } from "./template-error.ts";

/** Where a macro file stands. */
export interface MacroFile {
  readonly packageName: string;
  /** Relative to the package's root. e.g. "macros/cents_to_dollars.sql" */
  readonly path: string;
  /** The path that errors show; `path` unless given. e.g. "dbt_packages/dbt_utils/macros/sql/star.sql" */
  readonly shownPath?: string;
  /** Seconds since the epoch, for `created_at`. */
  readonly createdAt: number;
}

const TAGS = ["macro", "materialization", "test", "data_test"];

/**
 * The macros, materializations and generic tests of one file, under dbt's names: `test_unique`,
 * `materialization_table_default`. `depends_on` and `arguments` are filled by `MacroRegistry.linkMacros`.
 * @throws TsmodelError template-syntax with its place, materialization-languages
 */
export function parseMacroFile(text: string, file: MacroFile): MacroNode[] {
  const shown = file.shownPath ?? file.path;
  try {
    const blocks = extractBlocks(text, { file: shown, tags: TAGS });
    return cutBlocks(text, blocks).map(([block, sql]) => parseBlock(block, sql, file));
  } catch (error) {
    throw templateError(error, { textOf: (name) => (name === shown ? text : undefined) });
  }
}

/**
 * A block's text, less the white space at both ends of the file that `{%-` and `-%}` take in: dbt strips files before
 * it looks at them.
 */
function cutBlocks(text: string, blocks: readonly Block[]): [Block, string][] {
  const start = leadingSpace(text);
  const end = start + pythonStrip(text).length;
  return blocks.map((block) => [block, text.slice(Math.max(block.start, start), Math.min(block.end, end))]);
}

function parseBlock(block: Block, sql: string, { packageName, path, createdAt }: MacroFile): MacroNode {
  const head = readHead(block);
  return {
    name: head.name,
    resource_type: "macro",
    package_name: packageName,
    path,
    original_file_path: path,
    unique_id: `macro.${packageName}.${head.name}`,
    macro_sql: sql,
    depends_on: { macros: [] },
    description: "",
    meta: {},
    docs: { show: true, node_color: null },
    config: { meta: {}, docs: { show: true, node_color: null } },
    patch_path: null,
    arguments: [],
    created_at: createdAt,
    supported_languages: head.languages,
  };
}

interface Head {
  /** dbt's name. */
  readonly name: string;
  /** Of a materialization. */
  readonly languages: string[] | null;
}

function readHead({ tag, name, fullText }: Block): Head {
  if (tag === "macro") return { name, languages: null };
  if (tag !== "materialization") return { name: `test_${name}`, languages: null };
  const options = fullText.slice(0, fullText.indexOf("%}"));
  const adapter = /\badapter\s*=\s*(["'])(.*?)\1/.exec(options)?.[2] ?? "default";
  const macro = `materialization_${name}_${adapter}`;
  return { name: macro, languages: readLanguages(macro, options) };
}

/** What models and functions are written in, as far as materializations are asked. */
const LANGUAGES = ["sql", "python", "javascript"];

/** @throws TsmodelError materialization-languages, materialization-language-unknown */
function readLanguages(macro: string, options: string): string[] {
  const list = /\bsupported_languages\s*=\s*(?:\[([^\]]*)\])?/.exec(options);
  if (list === null) return ["sql"];
  const languages = [...(list[1] ?? "").matchAll(/(["'])(.*?)\1/g)].map((match) => match[2]!);
  if (languages.length === 0) throw fail("materialization-languages", { name: macro });
  const unknown = languages.find((language) => !LANGUAGES.includes(language));
  if (unknown !== undefined)
    throw fail("materialization-language-unknown", {
      name: macro,
      language: unknown,
      nearest: findNearestName(unknown, LANGUAGES),
    });
  return languages;
}
