import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

export const selectMessages = {
  "indirect-selection-unknown": (e: { value: string; nearest?: string }): ErrorText => ({
    label: "Usage",
    message: `'${e.value}' is not one of 'eager', 'cautious', 'buildable', 'empty' (indirect selection)`,
    hint: didYouMean(e.nearest),
  }),
  "selection-matches-nothing": (e: {
    criterion: string;
    nearest?: string;
    disabled?: boolean;
  }): ErrorText => ({
    label: "Usage",
    message: `The selection criterion '${e.criterion}' does not match any enabled nodes`,
    hint: e.disabled ? "there is such a node, but it is disabled" : didYouMean(e.nearest),
  }),
  "selector-at-and-plus": (e: { text: string }): ErrorText => ({
    label: "Runtime",
    message: `Invalid node spec ${e.text} - "@" prefix and "+" suffix are incompatible`,
    hint: '"@" brings all descendants already',
  }),
  "selector-invalid": (e: { text: string }): ErrorText => ({
    label: "Runtime",
    message: `Invalid selector spec "${e.text}"`,
    hint: "the form is [@][N+][method:]value[+N]",
  }),
  "selector-method-unknown": (e: {
    method: string;
    methods: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `'${e.method}' is not a valid method name`,
    hint: didYouMean(e.nearest) ?? `there are ${e.methods.join(", ")}`,
  }),
  "selector-not-found": (e: { name: string; names: readonly string[]; nearest?: string }): ErrorText => ({
    label: "Runtime",
    message: `Could not find selector named ${e.name}, expected one of [${e.names.map((name) => `'${name}'`).join(", ")}]`,
    hint:
      didYouMean(e.nearest) ??
      (e.names.length === 0 ? "selectors are defined in selectors.yml beside dbt_project.yml" : undefined),
  }),
  "selector-value-invalid": (e: {
    method: string;
    value: string;
    expected: string;
    nearest?: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `Invalid ${e.method} selector value "${e.value}": expected ${e.expected}`,
    hint: didYouMean(e.nearest),
  }),
  "selector-without-value": (e: { text: string }): ErrorText => ({
    label: "Runtime",
    message: `Invalid node spec "${e.text}" - no search value!`,
  }),
  "selectors-invalid": (e: { problem: string; nearest?: string }): ErrorText => ({
    label: "Selector Configuration",
    message: `Could not read selector file data: ${e.problem}`,
    hint: didYouMean(e.nearest),
  }),
  "state-missing": (_: object): ErrorText => ({
    label: "Runtime",
    message: "Got a state selector method, but no comparison manifest",
    hint: "give a folder that holds manifest.json with --state",
  }),
  "state-results-missing": (_: object): ErrorText => ({
    label: "Internal",
    message: "No comparison run_results",
    hint: "give a folder that holds run_results.json with --state",
  }),
  "state-freshness-missing": (e: { which: "previous" | "current" }): ErrorText => ({
    label: "Internal",
    message: `No ${e.which} state comparison freshness results in sources.json`,
    hint: e.which === "previous" ? "give a folder that holds sources.json with --state" : "source freshness writes it to the target folder",
  }),
} as const;
