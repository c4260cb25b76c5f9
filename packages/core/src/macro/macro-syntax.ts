/** The one thing a macro file's block parses to, as far as we read it (see the template engine's syntax tree). */
import type { Template } from "@tsmodel/jinja";

export interface MacroSyntax {
  readonly type: "Macro";
  readonly tag: string;
  /** As written, without dbt's prefixes. */
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly defaultValue: unknown }[];
  /** Of a materialization: "default" unless written. */
  readonly adapter: string | null;
}

/** The macro of a template that is one macro block; undefined for anything else. */
export function findMacroSyntax(template: Template): MacroSyntax | undefined {
  const { body } = template.ast as { readonly body: readonly { readonly type: string }[] };
  return body.find((statement): statement is MacroSyntax => statement.type === "Macro");
}

/** dbt's name of a block: `test_unique`, `materialization_table_default`, or the macro's own. */
export function macroName(syntax: MacroSyntax): string {
  if (syntax.tag === "materialization") return `materialization_${syntax.name}_${syntax.adapter ?? "default"}`;
  return syntax.tag === "test" || syntax.tag === "data_test" ? `test_${syntax.name}` : syntax.name;
}
