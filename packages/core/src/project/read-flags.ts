/** Flags from four places: command line over environment over dbt_project.yml over defaults. */
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { Location } from "../errors/location.ts";
import type { Report } from "../events/event.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { plainJson } from "../util/plain-json.ts";
import { eventNames } from "./event-names.ts";
import { flagTable, renamedVariables } from "./flag-table.ts";
import type { FlagSpec } from "./flag-table.ts";
import type { Flags } from "./project.ts";
import { readYaml } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";
import type { YamlObject } from "./yaml-value.ts";

export interface FlagInput {
  /** e.g. "build", "docs generate" */
  readonly command: string;
  /** Given on the command line, snake case. */
  readonly args: { readonly [name: string]: JsonValue };
  readonly env: { readonly [name: string]: string | undefined };
  /** `flags:` of dbt_project.yml (or the old `config:` of profiles.yml). */
  readonly projectFlags: YamlObject;
  /** Where one of them stands. */
  readonly locateFlag?: (key: string) => Location | undefined;
  readonly report: Report;
}

/**
 * Command line over TSMODEL_… / DBT_ENGINE_… / DBT_… over dbt_project.yml over defaults. What the command line brings
 * beyond the table (select, output, …) is kept as it is. @throws TsmodelError flag-invalid, flags-exclusive
 */
export function readFlags(input: FlagInput): Flags {
  const flags: { [name: string]: JsonValue } = {};
  const given = new Set<string>();
  for (const spec of flagTable) {
    const found = givenFlag(spec, input);
    if (found !== undefined && found !== null) given.add(spec.name);
    flags[spec.name] = found ?? spec.default;
  }
  follow(flags, given, "use_colors", "use_colors_file");
  follow(flags, given, "log_level", "log_level_file");
  follow(flags, given, "log_format", "log_format_file");
  flags["warn_error_options"] = placed(() => warnErrorOptions(flags["warn_error_options"]!), "warn_error_options", input);
  if (given.has("warn_error") && given.has("warn_error_options")) {
    throw fail("flags-exclusive", { first: "warn_error", second: "warn_error_options" });
  }
  warnUnknown(input);
  return {
    ...input.args,
    ...flags,
    which: input.command.split(" ").at(-1)!,
    invocation_command: invocationCommand(input),
  };
}

/** A flag as it was given, before old words and defaults are seen to. @throws TsmodelError flag-invalid */
const givenFlag = (spec: FlagSpec, input: FlagInput): JsonValue | undefined =>
  fromCommandLine(spec, input) ?? fromEnvironment(spec, input) ?? fromProject(spec, input.projectFlags);

const specOf = (key: string): FlagSpec => flagTable.find(({ name }) => name === key)!;

/** `warn_error_options` with the words that were used. */
export function givenWarnErrorOptions(input: FlagInput): YamlObject {
  const given = givenFlag(specOf("warn_error_options"), input);
  return isYamlObject(given) ? given : {};
}

/** Every flag at its default: for tests and embedding. */
export function createDefaultFlags(): Flags {
  return Object.fromEntries(flagTable.map((spec) => [spec.name, spec.default]));
}

function invocationCommand({ args, command }: FlagInput): string {
  return typeof args["invocation_command"] === "string" ? args["invocation_command"] : `dbt ${command}`;
}

/** A file's log follows the screen's unless it was set itself. */
function follow(
  flags: { [name: string]: JsonValue },
  given: ReadonlySet<string>,
  lead: string,
  follower: string,
): void {
  if (given.has(lead) && !given.has(follower)) flags[follower] = flags[lead]!;
}

function fromCommandLine(spec: FlagSpec, { args }: FlagInput): JsonValue | undefined {
  const value = args[spec.name];
  if (spec.kind !== "yaml" || typeof value !== "string") return value;
  return parseVariable(spec, value, `--${spec.name.replaceAll("_", "-")}`);
}

function fromEnvironment(spec: FlagSpec, { env }: FlagInput): JsonValue | undefined {
  const own = `TSMODEL_${spec.name.toUpperCase()}`;
  const names = spec.env === undefined ? [own] : [own, `DBT_ENGINE_${spec.env}`, `DBT_${spec.env}`];
  const name = names.find((candidate) => env[candidate]);
  if (name !== undefined) return parseVariable(spec, env[name]!, name);
  const renamed = renamedVariables.find(({ flag, variable }) => flag === spec.name && env[variable]);
  if (renamed === undefined) return undefined;
  const value = parseVariable(spec, env[renamed.variable]!, renamed.variable);
  return renamed.negated ? !value : value;
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...["1", "true", "t", "yes", "y", "on"].map((word) => [word, true] as const),
  ...["0", "false", "f", "no", "n", "off"].map((word) => [word, false] as const),
]);

/** @throws TsmodelError flag-invalid */
function parseVariable(spec: FlagSpec, text: string, variable: string): JsonValue {
  const invalid = (expected: string, nearest?: string): Error =>
    fail("flag-invalid", { where: variable, value: text, expected, nearest });
  switch (spec.kind) {
    case "boolean": {
      const value = booleans.get(text.toLowerCase());
      if (value === undefined) throw invalid("true or false");
      return value;
    }
    case "number": {
      const value = Number(text);
      if (!Number.isInteger(value)) throw invalid("a whole number");
      return value;
    }
    case "yaml": {
      const { value } = readYaml(text, variable);
      if (!isYamlObject(value)) throw invalid("a YAML mapping");
      return plainJson(value) as JsonObject;
    }
    case "words":
      return text.split(/\s+/).map((word) => choice(spec, word, variable));
    case "text":
      return spec.choices === undefined ? text : choice(spec, text.toLowerCase(), variable);
  }
}

function choice({ choices = [] }: FlagSpec, word: string, where: string): string {
  if (choices.includes(word)) return word;
  throw fail("flag-invalid", {
    where,
    value: word,
    expected: `one of ${choices.join(", ")}`,
    nearest: findNearestName(word, choices),
  });
}

/** @throws TsmodelError flag-invalid */
function fromProject(spec: FlagSpec, flags: YamlObject): JsonValue | undefined {
  const value = spec.inProject ? flags[spec.name] : undefined;
  if (value === undefined || value === null) return undefined;
  const where = `flags.${spec.name}`;
  const plain = plainJson(value) as JsonValue;
  const expected = {
    boolean: "true or false",
    number: "a whole number",
    text: "a text",
    yaml: "a mapping",
    words: "a list",
  }[spec.kind];
  const fits = {
    boolean: typeof plain === "boolean",
    number: Number.isInteger(plain),
    text: typeof plain === "string",
    yaml: isYamlObject(plain),
    words: Array.isArray(plain),
  }[spec.kind];
  if (!fits) throw fail("flag-invalid", { where, value: JSON.stringify(plain), expected });
  return spec.choices === undefined ? plain : choice(spec, String(plain), where);
}

/** Old words ("include", "exclude") under their new names; missing lists empty. @throws TsmodelError warn-error-words-twice */
/** What a flag of dbt_project.yml is refused for has its place there. */
function placed<T>(read: () => T, key: string, input: FlagInput): T {
  try {
    return read();
  } catch (error) {
    const spec = specOf(key);
    const isOfProject = (fromCommandLine(spec, input) ?? fromEnvironment(spec, input)) === undefined;
    const at = isOfProject ? input.locateFlag?.(key) : undefined;
    if (error instanceof TsmodelError && at !== undefined) error.at = [at];
    throw error;
  }
}

function warnErrorOptions(value: JsonValue): JsonObject {
  const options = isYamlObject(value) ? (value as JsonObject) : {};
  const pick = (name: string, old: string): JsonValue => {
    if (isSet(options[name]) && isSet(options[old]))
      throw fail("warn-error-words-twice", { old, current: name });
    return (old in options ? options[old] : options[name]) ?? [];
  };
  const picked = { error: pick("error", "include"), warn: pick("warn", "exclude"), silence: options["silence"] ?? [] };
  checkWarnErrorOptions(picked);
  return picked;
}

const DEPRECATIONS = "Deprecations";

/** @throws TsmodelError warn-error-name, warn-error-list, warn-error-warn */
function checkWarnErrorOptions({ error, ...others }: { readonly [list in "error" | "warn" | "silence"]: JsonValue }): void {
  const isAll = error === "all" || error === "*";
  const lists = { ...(isAll ? {} : { error }), ...others };
  for (const [list, names] of Object.entries(lists)) {
    if (!Array.isArray(names)) throw fail("warn-error-list", { list, all: list === "error" });
    const known = names.length > 0 ? [DEPRECATIONS, ...eventNames()] : [];
    const unknown = names.map(String).find((name) => !known.includes(name));
    if (unknown !== undefined) throw fail("warn-error-name", { name: unknown, list, nearest: findNearestName(unknown, known) });
  }
  const names = (value: JsonValue): boolean => Array.isArray(value) && value.includes(DEPRECATIONS);
  if (isSet(others.warn) && !isAll && !names(error) && !names(others.silence)) throw fail("warn-error-warn", {});
}

function isSet(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function warnUnknown({ projectFlags, locateFlag, report }: FlagInput): void {
  const known = flagTable.filter((spec) => spec.inProject).map((spec) => spec.name);
  for (const key of Object.keys(projectFlags)) {
    if (known.includes(key)) continue;
    const at = locateFlag?.(key);
    const error = fail(
      "project-flag-unknown",
      { key, nearest: findNearestName(key, known) },
      { at: at && [at] },
    );
    report({ type: "warning", error, name: "ProjectFlagUnknown", data: { flag: key } });
  }
}
