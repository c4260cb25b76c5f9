/** A test definition and its target → the test node, not rendered yet: dbt's TestBuilder. */
import type { TestNode } from "../../manifest/node.ts";
import { createCompiledNode, fqnPrefix, NO_CHECKSUM } from "../nodes/create-node.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import type { TestDefinition } from "./test-definition.ts";
import { synthesizeTestNames, testHash, type TestNames } from "./test-name.ts";

/** What a generic test is attached to. */
export type TestTarget =
  | { readonly type: "node"; readonly name: string; readonly version: string | number | null }
  | { readonly type: "source"; readonly source: string; readonly table: string };

export interface TestPlace {
  readonly packageName: string;
  /** The properties file. e.g. "models/_models.yml" */
  readonly originalPath: string;
  readonly columnName: string | null;
  readonly tags: readonly string[];
  /** e.g. "models.orders" */
  readonly fileKeyName: string;
}

/** The configuration gets an `alias` when the name is too long for one. */
export function buildGenericTest(
  state: ParseState,
  definition: TestDefinition,
  target: TestTarget,
  place: TestPlace,
): TestNode {
  const kwargs = { ...definition.args, model: modelExpression(target) };
  const names = namesOf(definition, target, kwargs);
  if (names.short !== names.full && !("alias" in definition.config)) definition.config.alias = names.short;
  const metadata = { namespace: definition.namespace, name: definition.name, kwargs };
  const [, ...insideFolder] = place.originalPath.split("/");
  const node = createCompiledNode(state, {
    resourceType: "test",
    packageName: place.packageName,
    name: names.full,
    uniqueId: `test.${place.packageName}.${names.full}.${testHash(names.full, metadata)}`,
    path: `${names.short}.sql`,
    originalPath: place.originalPath,
    fqn: [...fqnPrefix(place.packageName, insideFolder.join("/")), names.full],
    rawCode: rawCode(definition),
    checksum: NO_CHECKSUM,
    tags: [...place.tags],
  }) as TestNode;
  node.description = definition.description;
  node.column_name = place.columnName;
  node.file_key_name = place.fileKeyName;
  node.attached_node = null;
  // In dbt's order, which templates see.
  node.test_metadata = { name: metadata.name, kwargs, namespace: metadata.namespace };
  return node;
}

function namesOf(
  definition: TestDefinition,
  target: TestTarget,
  kwargs: { readonly [name: string]: unknown },
): TestNames {
  if (definition.customName !== undefined)
    return { short: definition.customName, full: definition.customName };
  const kind = target.type === "source" ? `source_${definition.name}` : definition.name;
  const type = definition.namespace === null ? kind : `${definition.namespace}_${kind}`;
  return synthesizeTestNames(type, targetName(target), kwargs);
}

function targetName(target: TestTarget): string {
  if (target.type === "source") return `${target.source}_${target.table}`;
  return target.version ? `${target.name}_v${target.version}` : target.name;
}

function modelExpression(target: TestTarget): string {
  if (target.type === "source")
    return `{{ get_where_subquery(source('${target.source}', '${target.table}')) }}`;
  return target.version
    ? `{{ get_where_subquery(ref('${target.name}', version='${target.version}')) }}`
    : `{{ get_where_subquery(ref('${target.name}')) }}`;
}

/** The text that is rendered for the test: a call of its macro, then its configuration. */
function rawCode({ name, namespace, config }: TestDefinition): string {
  const macro = namespace === null ? `test_${name}` : `${namespace}.test_${name}`;
  const settings = Object.entries(config).map(
    ([key, value]) =>
      `${key}=${typeof value === "string" ? `"${value.replaceAll('"', '\\"')}"` : strOf(value)}`,
  );
  return `{{ ${macro}(**_dbt_generic_test_kwargs) }}${settings.length === 0 ? "" : `{{ config(${settings.join(",")}) }}`}`;
}
