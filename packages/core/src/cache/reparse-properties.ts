/**
 * A properties file whose text was edited: the models that it describes are parsed with it once more, and the tests that
 * are written in it. It has to be about the same models and tests as before, in the same order.
 */
import type { ModelNode, TestNode } from "../manifest/node.ts";
import { parseModel } from "../parse/nodes/parse-sql-files.ts";
import type { ParseState } from "../parse/parse-state.ts";
import { parseModelsFile } from "../parse/properties/parse-properties.ts";
import { inferPrimaryKey, testsByModel } from "../parse/resolve/infer-primary-keys.ts";
import { renderNodeDocs } from "../parse/resolve/render-docs.ts";
import { resolveDependenciesOf } from "../parse/resolve/resolve-dependencies.ts";
import type { SourceFile } from "../project/discover-files.ts";
import { scratchOf } from "./parse-scratch.ts";
import type { StoredManifest } from "./stored-manifest.ts";

/** What a properties file is about, by position, in order. */
export interface Described {
  readonly models: readonly number[];
  readonly tests: readonly number[];
}

/**
 * `file`: of the root project. undefined when it is about anything but models with one SQL file each and their tests, or
 * when something of it is disabled.
 */
export function findDescribed({ columns, manifest }: StoredManifest, { originalPath, packageName }: SourceFile): Described | undefined {
  const models = columns.described[`${packageName}://${originalPath}`] ?? [];
  const tests: number[] = [];
  const forms = new Set(columns.forms.flatMap((form, index) => (form.original_file_path === originalPath && packageOf(index) === packageName ? [index] : [])));
  for (const [position, form] of columns.form.entries()) if (forms.has(form)) tests.push(position);
  const isPlain = (position: number, type: string): boolean => {
    const { resource_type, package_name, fields } = kindOf(columns.form[position]!);
    return position < columns.counts[0]! && resource_type === type && package_name === manifest.index.rootPackage && (fields["version"] ?? null) === null;
  };
  return models.every((position) => isPlain(position, "model")) && tests.every((position) => isPlain(position, "test")) ? { models, tests } : undefined;

  function kindOf(form: number): (typeof columns.kinds)[number] {
    return columns.kinds[columns.forms[form]!.kind]!;
  }
  function packageOf(form: number): string {
    return kindOf(form).package_name;
  }
}

export interface PropertiesEdit {
  readonly described: Described;
  readonly source: SourceFile;
  /** The files of the models, in their order. */
  readonly files: readonly SourceFile[];
}

/** Models and tests by position, names resolved; undefined when anything goes wrong, or there are others than before. */
export function reparseProperties(state: ParseState, stored: StoredManifest, { described, source, files }: PropertiesEdit): Map<number, ModelNode | TestNode> | undefined {
  const { scratch, whole, problems } = scratchOf(state);
  let isKnown: boolean | undefined;
  problems.attempt(() => {
    for (const file of files) parseModel(scratch, file);
    isKnown = parseModelsFile(scratch, source);
  });
  const { nodes, disabled } = scratch.manifest;
  const positions = [...described.models, ...described.tests];
  const ids = positions.map((position) => stored.columns.ids[position]!);
  if (problems.any || isKnown !== true || disabled.size > 0 || [...nodes.keys()].join("\n") !== ids.join("\n")) return undefined;
  const found = [...nodes.values()] as (ModelNode | TestNode)[];
  for (const node of found) {
    problems.attempt(() => resolveDependenciesOf(whole, node));
    renderNodeDocs(whole, node);
  }
  if (problems.any || found.some(({ metrics }) => metrics.length > 0)) return undefined;
  const after = new Map(found.map((node, index) => [positions[index]!, node]));
  return setPrimaryKeys(stored, described, after) ? after : undefined;
}

/** False when a key came from elsewhere, too. */
function setPrimaryKeys({ resources }: StoredManifest, { models, tests }: Described, after: ReadonlyMap<number, ModelNode | TestNode>): boolean {
  const before = (position: number): unknown => resources[position]!.proxy;
  const [old, now] = [testsByModel(tests.map((position) => before(position) as TestNode)), testsByModel(tests.map((position) => after.get(position) as TestNode))];
  return models.every((position) => {
    const [known, model] = [before(position) as ModelNode, after.get(position) as ModelNode];
    const id = model.unique_id;
    model.primary_key = inferPrimaryKey(model, now.get(id) ?? []);
    return inferPrimaryKey(known, old.get(id) ?? []).join("\n") === known.primary_key.join("\n");
  });
}
