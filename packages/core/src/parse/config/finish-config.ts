/** The last step of a configuration: checks by dbt's rules, and the values that follow from others. */
import { PyFloat } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import type { ResourceType } from "../../manifest/node.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { reprOf, strOf } from "../python-text.ts";
import type { ConfigField, ConfigSchema, ConfigType } from "./config-schema.ts";
import { isColor } from "./html-colors.ts";
import type { ConfigValues } from "./merge-config.ts";

/** @throws TsmodelError config-value, config-contract-incremental, config-build-after */
export function finishConfig(
  config: ConfigValues,
  resourceType: ResourceType,
  schema: ConfigSchema,
): ConfigValues {
  for (const [key, field] of schema.fields) {
    const value = config[key];
    if (value !== field.initial) checkValue(key, field, value, resourceType);
  }
  if (config.static_analysis === true || config.static_analysis === false)
    config.static_analysis = config.static_analysis ? "on" : "off";
  if (resourceType === "test") finishTest(config);
  else if ("contract" in config) checkNode(config);
  return config;
}

/** `store_failures_as` decides over `store_failures`, whatever level they come from. */
function finishTest(config: ConfigValues): void {
  const severity = config.severity as string;
  if (!/^(warn|error)$/i.test(severity))
    throw fail("config-value", { key: "severity", expected: "either 'warn' or 'error'", got: severity });
  if (config.store_failures_as === null) {
    config.store_failures_as =
      config.store_failures === null ? null : config.store_failures ? "table" : "ephemeral";
  } else {
    config.store_failures = config.store_failures_as !== "ephemeral";
  }
}

function checkNode(config: ConfigValues): void {
  const color = (config.docs as { node_color?: unknown }).node_color;
  if (color && !isColor(strOf(color))) {
    const expected = "an HTML color name or a hex code";
    throw fail("config-value", { key: "docs.node_color", expected, got: strOf(color) }, { label: "Validation" });
  }
  const contract = config.contract as { enforced: unknown };
  if (
    contract.enforced &&
    config.materialized === "incremental" &&
    !["append_new_columns", "fail"].includes(config.on_schema_change as string)
  ) {
    throw fail("config-contract-incremental", { onSchemaChange: strOf(config.on_schema_change) });
  }
  if (isYamlObject(config.freshness)) checkBuildAfter(config.freshness.build_after);
}

function checkBuildAfter(buildAfter: unknown): void {
  const { count, period } = buildAfter as { count?: unknown; period?: unknown };
  if (period && (count ?? null) === null)
    throw fail("config-build-after", { missing: "count", given: "period" });
  if ((count ?? null) !== null && !period)
    throw fail("config-build-after", { missing: "period", given: "count" });
}

/** dbt checks these against their schemas alone, without saying that it was parsing. */
const BY_SCHEMA: ReadonlySet<string> = new Set([
  "exposure",
  "metric",
  "source",
  "semantic_model",
  "saved_query",
]);

function checkValue(key: string, field: ConfigField, value: unknown, resourceType: ResourceType): void {
  if (value === undefined || fits(value, field.type)) return;
  const nearest =
    typeof field.type === "object" && typeof value === "string"
      ? findNearestName(value, field.type.oneOf)
      : undefined;
  const args = { key, expected: describe(field.type), got: strOf(value), nearest };
  const label = BY_SCHEMA.has(resourceType) ? "Validation" : undefined;
  throw fail("config-value", { ...args, schema: schemaIssue(key, field.type, value, resourceType) }, { label });
}

function fits(value: unknown, type: ConfigType): boolean {
  if (typeof type === "object")
    return (value === null && type.nullable === true) || type.oneOf.includes(value as string);
  switch (type) {
    case "boolean":
      return typeof value === "boolean";
    case "boolean?":
      return value === null || typeof value === "boolean";
    case "string":
      return typeof value === "string";
    case "string?":
      return value === null || typeof value === "string";
    case "integer?":
      return (
        value === null || Number.isInteger(value) || typeof value === "bigint" || value instanceof PyFloat
      );
    case "strings":
      return isTextList(value);
    case "strings|string?":
      return value === null || typeof value === "string" || isTextList(value);
    case "contract":
      return typeof (value as { enforced: unknown }).enforced === "boolean";
    default:
      return true;
  }
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function describe(type: ConfigType): string {
  if (typeof type === "object") return `one of ${type.oneOf.join(", ")}`;
  return TYPE_WORDS[type] ?? type;
}

/** What a JSON schema says of it: tools look for this. */
function schemaIssue(key: string, type: ConfigType, value: unknown, owner: ResourceType): string | undefined {
  if (type === "boolean" || type === "boolean?") return `${reprOf(value)} is not of type 'boolean'`;
  if (type !== "strings") return undefined;
  const schema = owner.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `Field "${key}" of type List[str] in ${schema}Config has invalid value ${reprOf(value)}`;
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  boolean: "true or false",
  "boolean?": "true or false",
  string: "text",
  "string?": "text",
  "integer?": "a whole number",
  strings: "a list of texts",
  "strings|string?": "a text or a list of texts",
  contract: "a mapping with enforced: true or false",
};
