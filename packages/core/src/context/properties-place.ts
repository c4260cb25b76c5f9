/** Where a node stands in its properties file: for errors that no template's line can be blamed for. */
import { resolve } from "node:path";
import type { Location } from "../errors/location.ts";
import { findQuoted, type LineRange } from "../project/quoted-place.ts";
import { readYaml, type YamlDocument } from "../project/read-yaml.ts";
import { isYamlObject } from "../project/yaml-value.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import type { SharedContext } from "./shared-context.ts";

type Path = readonly (string | number)[];

/**
 * The node's entry; a name that the message quotes and the entry holds is pointed at, e.g. a test's column. Undefined for
 * nodes that no properties file speaks of.
 */
export function findInProperties(
  shared: SharedContext,
  node: ContextNode,
  message: string,
): Location | undefined {
  const file = propertiesFile(node);
  if (file === undefined) return undefined;
  const path = resolve(shared.manifest.packageRoots.get(node.package_name) ?? shared.project.root.root, file);
  if (!shared.effects.files.exists(path)) return undefined;
  const text = shared.effects.files.readText(path);
  const document = readYaml(text, file);
  const entry = entryPath(document.value, node);
  if (entry === undefined) return undefined;
  const range = linesOf(document, entry, text);
  return (
    findQuoted(message.replaceAll(`'${node.name}'`, ""), text, file, range) ??
    document.locate([...entry, ...testPath(document.value, entry, node)])
  );
}

/** e.g. "models/schema.yml" */
function propertiesFile(node: ContextNode): string | undefined {
  const patched = fieldOf(node, "patch_path");
  const file = typeof patched === "string" ? patched.replace(/^[^:]*:\/\//, "") : node.original_file_path;
  return /\.ya?ml$/.test(file) && !file.endsWith("dbt_project.yml") ? file : undefined;
}

const SECTIONS: { readonly [type: string]: string } = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  source: "sources",
  exposure: "exposures",
  unit_test: "unit_tests",
  metric: "metrics",
  saved_query: "saved_queries",
  semantic_model: "semantic_models",
};

function entryPath(value: unknown, node: ContextNode): Path | undefined {
  // A generic test: "models.orders". The stand-in of a unit test's input: "fixture.unit_test.shop.orders.adds.…".
  const [ofTest, ...names] = String(fieldOf(node, "file_key_name") ?? "").split(".");
  const isFixture = node.unique_id.startsWith("fixture.");
  const section = isFixture ? "unit_tests" : ofTest || SECTIONS[node.resource_type];
  const entries = isYamlObject(value) && section !== undefined ? value[section] : undefined;
  if (!Array.isArray(entries)) return undefined;
  const name = ofTest
    ? names.join(".")
    : node.resource_type === "source"
      ? fieldOf(node, "source_name")
      : node.name;
  const index = entries.findIndex(
    (entry: unknown) =>
      isYamlObject(entry) &&
      (isFixture
        ? node.unique_id.includes(`.${String(entry.model)}.${String(entry.name)}.`)
        : entry.name === name),
  );
  return index < 0 ? undefined : [section!, index];
}

/** From the entry's first line to the one before the next entry. */
function linesOf(document: YamlDocument, [section, index]: Path, text: string): LineRange {
  const first = document.locate([section!, index!]).line;
  const next = document.locate([section!, Number(index) + 1]).line;
  return { first, last: next > first ? next - 1 : text.split("\n").length };
}

/** From an entry on: to the test's own line, or the name. */
function testPath(value: unknown, entry: Path, node: ContextNode): Path {
  const test = fieldOf(node, "test_metadata");
  if (!isYamlObject(test)) return ["name"];
  const target = entry.reduce<unknown>((part, step) => (part as { [key: string]: unknown })[step], value);
  const column = fieldOf(node, "column_name");
  const columns = isYamlObject(target) && Array.isArray(target.columns) ? target.columns : [];
  const index = columns.findIndex((one: unknown) => isYamlObject(one) && one.name === column);
  const [owner, path]: [unknown, Path] = index < 0 ? [target, []] : [columns[index], ["columns", index]];
  for (const key of ["data_tests", "tests"]) {
    const tests = isYamlObject(owner) ? owner[key] : undefined;
    const at = Array.isArray(tests)
      ? tests.findIndex(
          (one: unknown) => one === test.name || (isYamlObject(one) && String(test.name) in one),
        )
      : -1;
    if (at >= 0) return [...path, key, at];
  }
  return [...path, "name"];
}
