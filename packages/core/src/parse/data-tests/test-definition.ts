/** One item of a `data_tests:` list, taken apart: the test's name, its arguments, its configuration. */
import type { RenderContext } from "@tsmodel/jinja";
import { configValue } from "../../template/config-value.ts";
import type { Location } from "../../errors/location.ts";
import { fail, TsmodelError } from "../../errors/tsmodel-error.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { renderYamlText } from "../../template/render-yaml-value.ts";
import { isTemplate } from "../../template/template-text.ts";
import type { ParseState } from "../parse-state.ts";
import type { MutableEntry } from "../properties/render-entry.ts";
import { strOf } from "../python-text.ts";

/** Configuration that may also stand beside `config:` (deprecated). */
export const CONFIG_KEYS: readonly string[] = [
  "severity",
  "tags",
  "enabled",
  "where",
  "limit",
  "warn_if",
  "error_if",
  "fail_calc",
  "store_failures",
  "store_failures_as",
  "meta",
  "database",
  "schema",
  "alias",
];

/** Where a test is written, and what it tests. */
export interface TestSite {
  /** The model, seed, snapshot or source table. */
  readonly resource: string;
  readonly packageName: string;
  /** e.g. "models/_models.yml" */
  readonly filePath: string;
  /** As the test macro gets it, quoted when that is configured; null for tests of the whole resource. */
  readonly columnName: string | null;
  /** Where a key of the test stands. */
  readonly locate: (path?: readonly (string | number)[]) => Location;
}

export interface TestDefinition {
  /** The macro's name without "test_". e.g. "accepted_values" */
  readonly name: string;
  /** The "dbt_utils" of "dbt_utils.equality". */
  readonly namespace: string | null;
  /** Keyword arguments of the macro as written; `model` is not among them. */
  readonly args: MutableEntry;
  readonly config: MutableEntry;
  readonly description: string;
  /** The name given by `name:`. */
  readonly customName: string | undefined;
}

/** @throws TsmodelError test-definition, test-config-twice, test-config-template */
export function readTestDefinition(
  state: ParseState,
  written: unknown,
  site: TestSite,
  context: RenderContext,
): TestDefinition {
  const { fullName, args } = takeApart(state, written, site);
  if ("model" in args) throw definitionError(site, "'model' is given by dbt and cannot be an argument");
  const [, namespace = null, name] = /^(?:([a-zA-Z_]\w*)\.)?([a-zA-Z_]\w*)/.exec(fullName) ?? [];
  if (name === undefined) throw definitionError(site, `'${fullName}' cannot be the name of a test`);
  const config = takeConfig(state, args, site, context);
  const description = take(args, "description");
  const customName = take(args, "name");
  return {
    name,
    namespace,
    args,
    config,
    description: description === undefined ? "" : strOf(description),
    customName: customName === undefined ? undefined : strOf(customName),
  };
}

/** `not_null`, `{not_null: {…}}` and `{test_name: not_null, …}` are the same test. */
function takeApart(
  state: ParseState,
  written: unknown,
  site: TestSite,
): { fullName: string; args: MutableEntry } {
  if (typeof written === "string") return { fullName: written, args: columnArgs(site) };
  if (!isYamlObject(written))
    throw definitionError(site, `test must be a name or a mapping, got ${strOf(written)}`);
  const [fullName, args] = "test_name" in written ? namedForm(written) : nestedForm(written, site);
  if (typeof fullName !== "string")
    throw definitionError(site, `test name must be text, got ${strOf(fullName)}`);
  if (!isYamlObject(args))
    throw definitionError(site, `test arguments must be a mapping, got ${strOf(args)}`);
  return { fullName, args: mergeArguments(state, fullName, { ...args, ...columnArgs(site) }, site) };
}

function columnArgs({ columnName }: TestSite): MutableEntry {
  return columnName === null ? {} : { column_name: columnName };
}

function namedForm(written: { readonly [key: string]: unknown }): [unknown, unknown] {
  const { test_name: name, ...args } = written;
  return [name, args];
}

function nestedForm(written: { readonly [key: string]: unknown }, site: TestSite): [unknown, unknown] {
  const entries = Object.entries(written);
  if (entries.length !== 1) {
    const names = entries.map(([key]) => key).join(", ");
    throw definitionError(
      site,
      `a test is one key, its name, but there are ${entries.length} (${names}): arguments belong under the name`,
    );
  }
  return entries[0]!;
}

/** Arguments stand under `arguments:`; beside it is the older form, which still works. */
function mergeArguments(state: ParseState, test: string, args: MutableEntry, site: TestSite): MutableEntry {
  if (state.project.flags.require_generic_test_arguments_property !== true) {
    if ("arguments" in args) warnArguments(state, test, args, site);
    return args;
  }
  const { arguments: given, ...rest } = args;
  warnOldForms(state, test, rest, given, site);
  return isYamlObject(given) ? { ...rest, ...given } : rest;
}

function warnArguments(state: ParseState, test: string, args: MutableEntry, site: TestSite): void {
  const shown = `\`${test}\` (${strOf(args.arguments)})`;
  state.warnings.deprecate(
    "ArgumentsPropertyInGenericTestDeprecation",
    () => fail("test-arguments-ignored", { test: shown }, { at: [site.locate([])] }),
    { test_name: shown },
  );
}

function warnOldForms(
  state: ParseState,
  test: string,
  args: MutableEntry,
  given: unknown,
  site: TestSite,
): void {
  let plain = false;
  for (const key in args) {
    if (CONFIG_KEYS.includes(key)) {
      const data = { key, file: site.filePath, key_path: `data_tests.${test}.${key}` };
      state.warnings.deprecate(
        "PropertyMovedToConfigDeprecation",
        () => fail("properties-moved-to-config", { key, test, path: site.filePath }, { at: [site.locate()] }),
        data,
      );
    } else if (!["config", "column_name", "description", "name"].includes(key)) plain = true;
  }
  if (!plain || (isYamlObject(given) && Object.keys(given).length > 0)) return;
  const shown = `\`${test}\` defined on '${site.resource}' in package '${site.packageName}' (${site.filePath})`;
  state.warnings.deprecate(
    "MissingArgumentsPropertyInGenericTestDeprecation",
    () => fail("test-arguments-missing", { test: shown }, { at: [site.locate()] }),
    { test_name: shown },
  );
}

/** Takes the configuration out of the arguments. */
function takeConfig(
  state: ParseState,
  args: MutableEntry,
  site: TestSite,
  context: RenderContext,
): MutableEntry {
  if (args.config !== null && args.config !== undefined && !isYamlObject(args.config))
    throw definitionError(site, `\`config\` must be a dict of settings, got ${strOf(args.config)}`);
  const nested = isYamlObject(args.config) ? { ...args.config } : undefined;
  const config: MutableEntry = {};
  for (const key of CONFIG_KEYS) {
    if (!(key in args) && !(nested !== undefined && key in nested)) continue;
    const beside = take(args, key);
    if (beside && nested !== undefined && key in nested)
      throw fail("test-config-twice", { key, resource: site.resource }, { at: [site.locate()] });
    config[key] = beside || nested === undefined ? beside : take(nested, key);
  }
  delete args.config;
  const rest = { ...config, ...nested };
  for (const key in rest) {
    const value = renderConfig(state, rest[key], site, context);
    if (value === null || value === undefined) delete rest[key];
    else rest[key] = value;
  }
  return rest;
}

/** Texts are rendered, natively typed; other values stay as they are. */
function renderConfig(state: ParseState, value: unknown, site: TestSite, context: RenderContext): unknown {
  if (typeof value !== "string") return value;
  if (!isTemplate(value)) return value.endsWith("\n") ? value.slice(0, -1) : value;
  const rendered = renderText(state, value, site, context);
  return typeof rendered === "object" && rendered !== null ? configValue(rendered) : rendered;
}

/** @throws TsmodelError test-config-template */
function renderText(
  state: ParseState,
  text: string,
  site: TestSite,
  context: RenderContext,
): ReturnType<typeof renderYamlText> {
  try {
    return renderYamlText(text, context, {
      environment: state.environment,
      file: site.filePath,
      locate: () => site.locate(),
    });
  } catch (error) {
    if (!(error instanceof TsmodelError) || error.code !== "yaml-render-failed") throw error;
    throw fail(
      "test-config-template",
      { path: site.filePath, reason: error.message },
      { at: [site.locate()], cause: error },
    );
  }
}

function take(values: MutableEntry, key: string): unknown {
  const value = values[key];
  delete values[key];
  return value;
}

function definitionError(site: TestSite, text: string): Error {
  return fail(
    "test-definition",
    { path: site.filePath, resource: site.resource, text },
    { at: [site.locate()] },
  );
}

/** `tags` of a test's configuration as a list. @throws TsmodelError test-definition */
export function configuredTags(config: MutableEntry, site: TestSite): string[] {
  const tags = typeof config.tags === "string" ? [config.tags] : (config.tags ?? []);
  if (!Array.isArray(tags))
    throw definitionError(site, `got ${strOf(tags)} for tags, expected a list of strings`);
  for (const tag of tags as unknown[])
    if (typeof tag !== "string") throw definitionError(site, `got ${strOf(tag)} for tag, expected a str`);
  return tags as string[];
}
