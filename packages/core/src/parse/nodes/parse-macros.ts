/** Macro files → `manifest.macros`: of the root project, dbt's and the adapter's own, and the packages. */
import type { InternalPackage } from "../../adapter/adapter.ts";
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { parseMacroFile } from "../../macro/parse-macro-file.ts";
import type { MacroNode } from "../../manifest/node.ts";
import { positionAt } from "../../util/text-position.ts";
import type { ProjectSource } from "../parse-state.ts";
import type { Problems } from "../problems.ts";

export interface MacroSources {
  /** The root project first. */
  readonly sources: readonly ProjectSource[];
  readonly internal: readonly InternalPackage[];
  readonly createdAt: number;
}

export interface ParsedMacros {
  readonly macros: Map<string, MacroNode>;
  /** The text of the file a macro of a user's project stands in. */
  readonly textOf: (macro: MacroNode) => string | undefined;
}

export function parseMacros(input: MacroSources, problems: Problems): ParsedMacros {
  const macros = new Map<string, MacroNode>();
  const texts = new Map<string, () => string>();
  const read: ReadMacroFile = (packageName, path, counts, text) => {
    texts.set(`${packageName}://${path}`, text);
    const found = problems.attempt(() =>
      parseMacroFile(text(), { packageName, path, createdAt: input.createdAt }),
    );
    for (const macro of found?.filter(counts) ?? []) problems.attempt(() => addMacro(macros, macro, textOf));
  };
  const textOf = (macro: MacroNode): string | undefined =>
    texts.get(`${macro.package_name}://${macro.original_file_path}`)?.();
  const [root, ...packages] = input.sources;
  readProject(root!, read);
  for (const { name, files } of input.internal) {
    for (const [path, text] of files())
      if (path.endsWith(".sql"))
        read(
          name,
          path,
          () => true,
          () => text,
        );
  }
  for (const source of packages) readProject(source, read);
  return { macros, textOf };
}

type ReadMacroFile = (
  packageName: string,
  path: string,
  counts: (macro: MacroNode) => boolean,
  text: () => string,
) => void;

/** Files in tests/generic hold tests; other macros there do not count. */
function isTest({ macro_sql: sql }: MacroNode): boolean {
  return /^\s*\{%[-+]?\s*(data_)?test\b/.test(sql);
}

function readProject({ config, files }: ProjectSource, read: ReadMacroFile): void {
  for (const file of files.macro)
    if (file.extension === ".sql")
      read(
        config.name,
        file.originalPath,
        () => true,
        () => file.text,
      );
  for (const file of files.generic_test) read(config.name, file.originalPath, isTest, () => file.text);
}

function addMacro(macros: Map<string, MacroNode>, macro: MacroNode, textOf: ParsedMacros["textOf"]): void {
  const known = macros.get(macro.unique_id);
  if (known !== undefined) {
    const paths = [known.original_file_path, macro.original_file_path];
    const at = [known, macro].flatMap((one) => placeOfName(one, textOf(one)));
    throw fail("macro-duplicate", { name: macro.name, package: macro.package_name, paths }, { at });
  }
  macros.set(macro.unique_id, macro);
}

/** Where a macro's head names it. */
function placeOfName(
  { name, macro_sql: sql, original_file_path: file }: MacroNode,
  text: string | undefined,
): Location[] {
  const start = text?.indexOf(sql) ?? -1;
  const offset = sql.indexOf(name);
  if (text === undefined || start < 0 || offset < 0) return [];
  const { line, column } = positionAt(text, start + offset);
  return [{ file, line, column, endColumn: column + name.length, text }];
}
