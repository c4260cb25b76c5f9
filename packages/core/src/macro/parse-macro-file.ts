/** A file of macros → macro nodes. Only the blocks count: what stands between them is not looked at, as in dbt. */
import { extractBlocks, type Block, type Environment } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";
import { findMacroSyntax, macroName, type MacroSyntax } from "./macro-syntax.ts";
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
  readonly environment: Environment;
  /** Fill `arguments` from the signature, as dbt does under the flag validate_macro_args. */
  readonly withArguments?: boolean;
}

const TAGS = ["macro", "materialization", "test", "data_test"];

/**
 * The macros, materializations and generic tests of one file, under dbt's names: `test_unique`,
 * `materialization_table_default`. `depends_on` is filled by `MacroRegistry.linkMacros`.
 * @throws TsmodelError template-syntax with its place, materialization-languages
 */
export function parseMacroFile(text: string, file: MacroFile): MacroNode[] {
  const shown = file.shownPath ?? file.path;
  try {
    return extractBlocks(text, { file: shown, tags: TAGS }).flatMap((block) => parseBlock(block, text, shown, file) ?? []);
  } catch (error) {
    throw templateError(error, { textOf: (name) => (name === shown ? text : undefined) });
  }
}

function parseBlock(block: Block, text: string, shown: string, file: MacroFile): MacroNode | undefined {
  const template = file.environment.compile(block.fullText, { name: block.name, origin: { file: shown, text, offset: block.start } });
  const syntax = findMacroSyntax(template);
  if (syntax === undefined) return undefined;
  const name = macroName(syntax);
  return {
    name,
    resource_type: "macro",
    package_name: file.packageName,
    path: file.path,
    original_file_path: file.path,
    unique_id: `macro.${file.packageName}.${name}`,
    macro_sql: block.fullText,
    depends_on: { macros: [] },
    description: "",
    meta: {},
    docs: { show: true, node_color: null },
    config: { meta: {}, docs: { show: true, node_color: null } },
    patch_path: null,
    arguments: file.withArguments ? syntax.parameters.map(({ name }) => ({ name, type: null, description: "" })) : [],
    created_at: file.createdAt,
    supported_languages: syntax.tag === "materialization" ? supportedLanguages(syntax, name) : null,
  };
}

/** @throws TsmodelError materialization-languages */
function supportedLanguages(syntax: MacroSyntax, name: string): string[] {
  const value = syntax.parameters.find((parameter) => parameter.name === "supported_languages")?.defaultValue;
  const items = (value as { readonly items?: readonly { readonly value?: unknown }[] } | undefined)?.items ?? [];
  const languages = items.map((item) => item.value);
  if (languages.length === 0 || !languages.every((language) => typeof language === "string")) throw fail("materialization-languages", { name });
  return languages as string[];
}
