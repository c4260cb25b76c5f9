/** The one thing a macro file's block parses to, as far as we read it (see the template engine's syntax tree). */
import type { Template } from "@tsmodel/jinja";

export interface MacroSyntax {
  readonly type: "Macro";
  /** As written, without dbt's prefixes. */
  readonly name: string;
  readonly parameters: readonly { readonly name: string }[];
}

/** The macro of a template that is one macro block; undefined for anything else. */
export function findMacroSyntax(template: Template): MacroSyntax | undefined {
  const { body } = template.ast as { readonly body: readonly { readonly type: string }[] };
  return body.find((statement): statement is MacroSyntax => statement.type === "Macro");
}
