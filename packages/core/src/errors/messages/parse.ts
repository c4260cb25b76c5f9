import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

const list = (lines: readonly string[]): string => lines.map((line) => `\n- ${line}`).join("");

interface Unresolved {
  /** "Model", "Test", "Exposure" */
  readonly kind: string;
  readonly id: string;
  readonly path: string;
  /** "node", "source", "metric", "function" */
  readonly what: string;
  readonly name: string;
  readonly package?: string | null;
  readonly version?: string | number | null;
  readonly disabled: boolean;
  readonly nearest?: string;
}

export const parseMessages = {
  "access-invalid": (e: { id: string; value: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Node ${e.id} has an invalid value (${e.value}) for the access field`,
    hint: didYouMean(e.nearest) ?? "access is private, protected or public",
  }),
  "access-public-ephemeral": (e: { id: string }): ErrorText => ({
    label: "Parsing",
    message: `Node ${e.id} with 'ephemeral' materialization has an invalid value (public) for the access field`,
    hint: "an ephemeral model has no relation that others could read: make it a view, or protected",
  }),
  "config-build-after": (e: { missing: string; given: string }): ErrorText => ({
    label: "Parsing",
    message: `\`freshness.build_after\` must have a value for \`${e.missing}\` if a \`${e.given}\` is provided`,
  }),
  "config-contract-incremental": (e: { onSchemaChange: string }): ErrorText => ({
    label: "Parsing",
    message:
      `Invalid value for on_schema_change: ${e.onSchemaChange}. Models materialized as incremental with contracts enabled ` +
      "must set on_schema_change to 'append_new_columns' or 'fail'",
  }),
  "config-value": (e: { key: string; expected: string; got: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `the config ${e.key} takes ${e.expected}, but got: ${e.got}`,
    hint: didYouMean(e.nearest),
  }),
  "ref-ambiguous": (e: { name: string; ids: readonly string[]; packages: readonly string[] }): ErrorText => ({
    message: `When referencing '${e.name}', dbt found nodes in multiple packages: ${e.ids.join(", ")}`,
    hint: `name the package first: ${e.packages.map((name) => `ref('${name}', '${e.name}')`).join(" or ")}`,
  }),
  "ref-not-found": (e: Unresolved): ErrorText => ({
    message:
      `${e.kind} '${e.id}' (${e.path}) depends on a ${e.what} named '${e.name}' ` +
      `${e.version ? `with version '${e.version}' ` : ""}${e.package ? `in package or project '${e.package}' ` : ""}` +
      `which ${e.disabled ? "is disabled" : "was not found"}`,
    hint: e.disabled ? "set enabled: true on it, or drop the reference" : didYouMean(e.nearest),
  }),
} as const;
