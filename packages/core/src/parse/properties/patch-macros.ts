/** `macros:` entries → descriptions and arguments of macros. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { Docs, MacroArgument, MacroNode } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ParseState } from "../parse-state.ts";
import { isValidMacroType } from "./macro-types.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";

/** @throws TsmodelError properties-duplicate */
export function patchMacro(state: ParseState, entry: Entry): void {
  const { file } = entry.raw;
  const macro = state.manifest.macros.get(`macro.${file.packageName}.${entry.name}`);
  if (macro === undefined) return warnNoMacro(state, entry);
  if (macro.patch_path !== null) {
    const paths = [macro.patch_path.split("://")[1]!, file.source.originalPath];
    throw fail(
      "properties-duplicate",
      { kind: "macro", name: entry.name, paths },
      { at: [placeOf(entry.raw, ["name"])] },
    );
  }
  const { value } = entry;
  const config = (value.config ?? {}) as { readonly meta?: MutableEntry; readonly docs?: Partial<Docs> };
  const meta = { ...(value.meta as MutableEntry | undefined), ...config.meta };
  const docs = {
    show: true,
    node_color: null,
    ...(config.docs ?? (value.docs as Partial<Docs> | undefined)),
  };
  macro.patch_path = file.fileId;
  macro.description = (value.description ?? "") as string;
  macro.meta = meta;
  macro.docs = docs;
  macro.config = { ...macro.config, meta, docs };
  const written = argumentsOf(value);
  if (state.project.flags.validate_macro_args === true) checkArguments(state, entry, macro, written);
  if (written.length > 0 || state.project.flags.validate_macro_args !== true) macro.arguments = written;
}

function argumentsOf(value: MutableEntry): MacroArgument[] {
  const written = (value.arguments ?? []) as readonly {
    name: string;
    type?: string | null;
    description?: string;
  }[];
  return written.map(({ name, type, description }) => ({
    name,
    type: type ?? null,
    description: description ?? "",
  }));
}

function warnNoMacro(state: ParseState, entry: Entry): void {
  const own = [...state.manifest.macros.values()]
    .filter((macro) => macro.package_name === entry.raw.file.packageName)
    .map((macro) => macro.name);
  const error = fail(
    "properties-no-macro",
    { name: entry.name, path: entry.raw.file.source.originalPath, nearest: findNearestName(entry.name, own) },
    { at: [placeOf(entry.raw, ["name"])] },
  );
  state.warnings.add("MacroNotFoundForPatch", error, { patch_name: entry.name });
}

/** Compares what is documented with the macro's signature (flag validate_macro_args). */
function checkArguments(
  state: ParseState,
  entry: Entry,
  macro: MacroNode,
  written: readonly MacroArgument[],
): void {
  if (written.length === 0) return;
  const warn = (text: string, path: readonly (string | number)[]): void => {
    const error = fail("macro-annotation", { text }, { at: [placeOf(entry.raw, path)] });
    state.warnings.add("InvalidMacroAnnotation", error, {
      msg: error.message,
      macro_unique_id: macro.unique_id,
      macro_file_path: macro.original_file_path,
    });
  };
  for (const [index, { name }] of written.entries()) {
    const declared = macro.arguments[index];
    if (declared !== undefined && declared.name !== name)
      warn(
        `Argument ${name} in yaml for macro ${macro.name} does not match the jinja: it is ${declared.name} there`,
        ["arguments", index, "name"],
      );
  }
  if (written.length !== macro.arguments.length)
    warn(
      `The number of arguments in the yaml for macro ${macro.name} does not match the jinja: ${written.length} here, ${macro.arguments.length} there`,
      ["arguments"],
    );
  for (const [index, { name, type }] of written.entries()) {
    if (type !== null && type.trim() !== "" && !isValidMacroType(type))
      warn(`Argument ${name} in the yaml for macro ${macro.name} has an invalid type: ${type}`, [
        "arguments",
        index,
        "type",
      ]);
  }
}
