import { duplicateKey } from "./duplicate-key.ts";
import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

/** Errors of the project room: files of configuration, flags, where things are. */
export const projectMessages = {
  "adapter-not-found": (e: {
    type: string;
    profile: string;
    target: string;
    types: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `Credentials in profile "${e.profile}", target "${e.target}" invalid: Could not find adapter type ${e.type}!`,
    hint: didYouMean(e.nearest) ?? `there is ${e.types.join(", ")}`,
  }),
  "credentials-invalid": (e: {
    profile: string;
    target: string;
    problem: string;
    hint?: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `Credentials in profile "${e.profile}", target "${e.target}" invalid: ${e.problem}`,
    hint: e.hint,
  }),
  "flag-invalid": (e: { where: string; value: string; expected: string; nearest?: string }): ErrorText => ({
    label: "Usage",
    message: `Invalid value for ${e.where}: ${e.value} is not ${e.expected}`,
    hint: didYouMean(e.nearest),
  }),
  "environment-variable-reserved": (e: { name: string; nearest?: string }): ErrorText => ({
    message: `the environment variable ${e.name} means nothing: names that begin with DBT_ENGINE_ are dbt's own`,
    hint: didYouMean(e.nearest),
  }),
  "model-option-old": (_: object): ErrorText => ({
    message: "--models, --model and -m are old names of --select",
    hint: "write --select, or -s",
  }),
  "warn-error-words-old": (e: { words: readonly string[] }): ErrorText => ({
    message: `warn_error_options: ${e.words.map((word) => `\`${word}\` is now \`${word === "include" ? "error" : "warn"}\``).join(", ")}`,
  }),
  "warn-error-list": (e: { list: string; all: boolean }): ErrorText => ({
    label: "Validation",
    message: `warn_error_options: \`${e.list}\` must be ${e.all ? "one of ('all', '*') or " : ""}a list of event names`,
  }),
  "warn-error-name": (e: { name: string; list: string; nearest?: string }): ErrorText => ({
    label: "Validation",
    message: `warn_error_options: ${e.name} is not a valid dbt error name (in \`${e.list}\`)`,
    hint: didYouMean(e.nearest),
  }),
  "warn-error-warn": (_: object): ErrorText => ({
    label: "Validation",
    message: "warn_error_options: `warn` can only be specified if `error` is one of ('all', '*'), or Deprecations is in `error` or `silence`",
    hint: "it takes back what `error` says: without that everything is a warning",
  }),
  "warn-error-words-twice": (e: { old: string; current: string }): ErrorText => ({
    label: "Runtime",
    message: `Only \`${e.old}\` or \`${e.current}\` can be specified in warn_error_options: they mean the same`,
  }),
  "flags-exclusive": (e: { first: string; second: string }): ErrorText => ({
    label: "Usage",
    message: `${e.second}: not allowed with argument ${e.first}`,
  }),
  "yaml-key-type": (e: { file: string; path: readonly string[]; written: string; value: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid config given in ${e.file} - at path [${e.path.map((key) => `'${key}'`).join(", ")}]: ${e.value} is not of type 'string'`,
    hint: ["True", "False"].includes(e.value)
      ? `YAML reads ${e.written || "yes, no, on and off"} as ${e.value === "True" ? "true" : "false"}: put the key into quotes${e.written ? `, "${e.written}"` : ""}`
      : `put the key into quotes: "${e.written || e.value}"`,
  }),
  "flags-moved": (e: { path: string }): ErrorText => ({
    message: "User config should be moved from the 'config' key in profiles.yml to the 'flags' key in dbt_project.yml.",
    hint: `they stand in ${e.path}`,
  }),
  "flags-twice": (e: { path: string }): ErrorText => ({
    label: "Runtime",
    message: "Do not specify both 'config' in profiles.yml and 'flags' in dbt_project.yml.",
    hint: `move what stands under "config" in ${e.path} to "flags" in dbt_project.yml`,
  }),
  "folder-missing": (e: { option: string; path: string }): ErrorText => ({
    label: "Usage",
    message: `Invalid value for '${e.option}': Path '${e.path}' does not exist.`,
  }),
  "package-name-twice": (e: { name: string; folders: readonly string[] }): ErrorText => ({
    label: "Compilation",
    message: `dbt found more than one package with the name "${e.name}" included in this project.\n${e.folders.map((folder) => `- ${folder}`).join("\n")}`,
    hint: "package names have to be unique: rename or remove one of them",
  }),
  "package-unreadable": (e: { folder: string; problem: string; hint?: string }): ErrorText => ({
    label: "Runtime",
    message: `Failed to read package: ${e.problem}\n(in ${e.folder})`,
    hint: e.hint,
  }),
  "packages-invalid": (e: { file: string; problem: string }): ErrorText => ({
    label: "Runtime",
    message: `The ${e.file} file in this project is malformed: ${e.problem}`,
  }),
  "packages-not-installed": (e: {
    specified: number;
    file: string;
    installed: number;
    folder: string;
  }): ErrorText => ({
    label: "Compilation",
    message:
      `dbt found ${e.specified} package(s) specified in ${e.file}, but only ${e.installed} package(s) installed in ${e.folder}. ` +
      'Run "dbt deps" to install package dependencies.',
  }),
  "profile-not-found": (e: {
    name: string;
    path: string;
    exists: boolean;
    names: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `Could not find profile named '${e.name}'`,
    hint: e.exists
      ? (didYouMean(e.nearest) ?? `${e.path} has ${e.names.join(", ") || "no profiles"}`)
      : `there is no file ${e.path}: create it, or name its folder with --profiles-dir`,
  }),
  "profile-not-named": (e: { path: string; names: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: "dbt cannot run because no profile was specified for this dbt project.",
    hint: `add a line "profile: NAME" to dbt_project.yml, with a profile of ${e.path}${e.names.length > 0 ? ` (${e.names.join(", ")})` : ""}`,
  }),
  "profile-without-outputs": (e: { name: string; nearest?: string }): ErrorText => ({
    label: "Runtime",
    message: `outputs not specified in profile '${e.name}'`,
    hint: didYouMean(e.nearest),
  }),
  "profiles-invalid": (e: { path: string; problem: string }): ErrorText => ({
    label: "Runtime",
    message: `dbt encountered an error while trying to read your profiles.yml file. ${e.problem}`,
  }),
  "project-duplicate-key": (e: { file: string; key: string; line: number; column: number }): ErrorText => ({
    label: "Parsing",
    message: duplicateKey(e),
    hint: "the last one counts: remove the others",
  }),
  "project-flag-unknown": (e: { key: string; nearest?: string }): ErrorText => ({
    label: "Runtime",
    message: `'${e.key}' under flags in dbt_project.yml is no flag`,
    hint: didYouMean(e.nearest),
  }),
  "project-key-deprecated": (e: { key: string; now?: string }): ErrorText => ({
    label: "Runtime",
    message:
      e.now === undefined
        ? `The \`${e.key}\` config in dbt_project.yml has been deprecated`
        : `The \`${e.key}\` config has been renamed to \`${e.now}\``,
    hint:
      e.now === undefined
        ? `use --${e.key} or the environment variable DBT_${e.key.replace("-", "_").toUpperCase()} instead`
        : undefined,
  }),
  "project-key-unknown": (e: { file: string; key: string; nearest?: string }): ErrorText => ({
    label: "Runtime",
    message: `Additional properties are not allowed ('${e.key}' was unexpected) in ${e.file}`,
    hint: didYouMean(e.nearest) ?? "what is the project's own goes below vars: or, for resources, below meta:",
  }),
  "project-keys-exclusive": (e: { old: string; current: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.old} and ${e.current} cannot both be defined`,
    hint: `\`${e.old}\` is the old name of \`${e.current}\`: keep the latter`,
  }),
  "project-missing": (e: { path: string; spelling?: string }): ErrorText => ({
    label: "Runtime",
    message: `No dbt_project.yml found at expected path ${e.path}`,
    hint:
      e.spelling === undefined
        ? "go to the project's folder, or name it with --project-dir"
        : `there is a ${e.spelling}: rename it to dbt_project.yml`,
  }),
  "project-name-invalid": (e: { name: string }): ErrorText => ({
    label: "Runtime",
    message: `Invalid project name: '${e.name}' does not match '^[^\\d\\W]\\w*$'`,
    hint: "use letters, digits and underscores, not starting with a digit",
  }),
  "project-name-missing": (e: { file: string }): ErrorText => ({
    label: "Runtime",
    message: `Required "name" field not present in project (${e.file})`,
  }),
  "project-name-reserved": (e: { name: string }): ErrorText => ({
    label: "Runtime",
    message: `Invalid project name: ${e.name} is a reserved word`,
  }),
  "project-not-mapping": (e: { path: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.path} does not parse to a dictionary`,
    hint: 'it takes at least the two lines "name: …" and "profile: …"',
  }),
  "project-value-invalid": (e: { key: string; value: string; problem: string; expected: string }): ErrorText => ({
    label: "Runtime",
    message: `at path ['${e.key}']: ${e.value} ${e.problem}`,
    hint: `${e.key} has to be ${e.expected}`,
  }),
  "target-invalid": (e: { profile: string; target: string }): ErrorText => ({
    label: "Runtime",
    message: `output '${e.target}' of profile '${e.profile}' is misconfigured in profiles.yml`,
    hint: "an output is a mapping with a type and the keys of its connection",
  }),
  "target-not-found": (e: {
    profile: string;
    target: string;
    targets: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    label: "Runtime",
    message:
      `The profile '${e.profile}' does not have a target named '${e.target}'. The valid target names for this profile are:\n` +
      e.targets.map((target) => ` - ${target}`).join("\n"),
    hint: didYouMean(e.nearest),
  }),
  "target-without-type": (e: { profile: string; target: string }): ErrorText => ({
    label: "Runtime",
    message: `required field "type" not found in profile ${e.profile} and target ${e.target}`,
  }),
  "threads-invalid": (e: { value: string }): ErrorText => ({
    label: "Runtime",
    message: `threads has to be a whole number above 0, not ${e.value}`,
  }),
  "vars-invalid": (e: { text: string; reason: string }): ErrorText => ({
    label: "Usage",
    message: `The YAML provided in the --vars argument is not valid: ${e.reason}`,
    hint: "write for example --vars '{start: 2026-01-01, limit: 10}'",
  }),
  "version-impossible": (e: { name: string; required: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: `The package version requirement can never be satisfied for the '${e.name}' package: ${e.required.join(", ")}`,
  }),
  "version-invalid": (e: { text: string }): ErrorText => ({
    label: "Runtime",
    message: `"${e.text}" is not a valid semantic version.`,
    hint: 'write for example ">=1.10.0"',
  }),
  "version-mismatch": (e: { name: string; required: readonly string[]; installed: string }): ErrorText => ({
    label: "Runtime",
    message:
      `This version of dbt is not supported with the '${e.name}' package.\n  Installed version of dbt: =${e.installed}\n` +
      `  Required version of dbt for '${e.name}': [${e.required.map((version) => `'${version}'`).join(", ")}]`,
    hint: "take another version of the package, or run again with --no-version-check",
  }),
  "yaml-syntax": (e: { file: string; line: number; reason: string; hint?: string }): ErrorText => ({
    label: "Parsing",
    message: `Error reading ${e.file}: Syntax error near line ${e.line}: ${e.reason}`,
    hint: e.hint,
  }),
} as const;
