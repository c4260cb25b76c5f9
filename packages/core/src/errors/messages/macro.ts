import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

/** Errors of the macro room: files of macros, and finding the right one. */
export const macroMessages = {
  "dispatch-name-dotted": (e: { name: string; namespace: string; macro: string }): ErrorText => ({
    message: `In adapter.dispatch, got a macro name of "${e.name}", but "." is not a valid macro name component`,
    hint: `did you mean adapter.dispatch("${e.macro}", macro_namespace="${e.namespace}")?`,
  }),
  "dispatch-namespace-invalid": (e: { type: string; value: string }): ErrorText => ({
    message: `In adapter.dispatch, got a ${e.type} macro_namespace argument ("${e.value}"); it is the name of a package, or None`,
  }),
  "dispatch-not-found": (e: {
    name: string;
    namespace: string | null;
    searched: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    message: `In dispatch: No macro named '${e.name}' found within namespace: '${e.namespace ?? "None"}'\nSearched for: ${quoted(e.searched)}`,
    hint: didYouMean(e.nearest),
  }),
  "dispatch-packages-argument": (e: { name: string }): ErrorText => ({
    message: `The "packages" argument of adapter.dispatch() is gone (raised during dispatch for: ${e.name})`,
    hint: 'use "macro_namespace" instead',
  }),
  "macro-duplicate": (e: { name: string; package: string; paths: readonly string[] }): ErrorText => ({
    message: `dbt found two macros named "${e.name}" in the project "${e.package}": ${e.paths.join(", ")}`,
    hint: "rename or remove one of them",
  }),
  "macro-not-found": (e: { name: string; packageName?: string | null; nearest?: string }): ErrorText => ({
    message: `dbt could not find a macro with the name "${e.name}" in ${e.packageName ? `the "${e.packageName}" package` : "any package"}`,
    hint: didYouMean(e.nearest),
    label: "Runtime",
  }),
  "materialization-ambiguous": (e: { name: string; packages: readonly string[] }): ErrorText => ({
    message: `Found two materializations with the name ${e.name} (packages ${e.packages.join(" and ")}). dbt cannot resolve this ambiguity`,
    hint: "define the materialization in your own project: it goes before those of packages",
  }),
  "materialization-languages": (e: { name: string }): ErrorText => ({
    message: `No supported_languages found in materialization macro ${e.name}`,
    hint: "write it as a list of words: supported_languages=['sql']",
  }),
  "materialization-language-unknown": (e: { name: string; language: string; nearest?: string }): ErrorText => ({
    message: `'${e.language}' among the supported_languages of materialization macro ${e.name} is no language that it could support`,
    hint: didYouMean(e.nearest) ?? "models are written in sql or python, functions also in javascript",
  }),
  "internal-error": (e: { message: string }): ErrorText => ({
    message: e.message,
    hint: "this is an error of tsmodel's own; please report it",
    label: "Internal",
  }),
  "return-outside-macro": (): ErrorText => ({
    message: "return() was called outside of a macro",
    hint: "return() ends the macro it stands in; in a model, print the value instead",
  }),
  "template-failed": (e: { message: string; kind: string; signature?: string }): ErrorText => ({
    message: e.message,
    hint: e.signature && `it is ${e.signature}`,
  }),
  "template-recursion": (): ErrorText => ({
    message: "maximum recursion depth exceeded",
    hint: "a macro calls itself without end",
  }),
  "template-syntax": (e: { message: string; hint?: string }): ErrorText => ({ message: e.message, hint: e.hint }),
  "template-undefined": (e: { message: string; name?: string; nearest?: string }): ErrorText => ({
    message:
      e.name === undefined
        ? e.message
        : `${e.message}. This can happen when calling a macro that does not exist`,
    hint:
      didYouMean(e.nearest) ??
      (e.name === undefined ? undefined : "check for typos, and that the package it comes from is installed"),
  }),
  "materialization-overridden": (e: { package: string; materialization: string }): ErrorText => ({
    message: `Installed package '${e.package}' is overriding the built-in materialization '${e.materialization}'`,
    hint: `to keep it, override the materialization in the project with one that calls the package's; flags.require_explicit_package_overrides_for_builtin_materializations: true ignores it`,
  }),
} as const;
