/** `unit_tests:` entries. Which model they test is found later, when all models and their versions are known. */
import type { NodeConfig, UnitTestDefinition, UnitTestGiven } from "../../manifest/node.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { Fixture } from "../nodes/parse-fixtures.ts";
import { fqnPrefix } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { listOf, type Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";
import { UnitTestRows } from "./unit-test-rows.ts";
import { unitTestChecksum } from "./unit-test-checksum.ts";

/** @throws TsmodelError */
export function parseUnitTest(state: ParseState, entry: Entry, fixtures: ReadonlyMap<string, Fixture>): void {
  const { value } = entry;
  const { source, packageName } = entry.raw.file;
  const model = value.model as string;
  checkVersions(entry);
  const [, ...insideFolder] = source.originalPath.split("/");
  const fqn = [...fqnPrefix(packageName, insideFolder.join("/")), model, entry.name];
  const { config } = state.configs.resolve({
    resourceType: "unit_test",
    packageName,
    fqn,
    patch: (value.config ?? {}) as MutableEntry,
  });
  const rows = new UnitTestRows(state, entry, fixtures);
  const test: UnitTestDefinition = {
    name: entry.name,
    resource_type: "unit_test",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `unit_test.${packageName}.${model}.${entry.name}`,
    fqn,
    model,
    given: listOf(value.given).map((given, index) => rows.given(given, ["given", index]) as UnitTestGiven),
    expect: rows.expected(value.expect as MutableEntry),
    description: (value.description ?? "") as string,
    overrides: overridesOf(value.overrides),
    depends_on: { macros: [], nodes: [] },
    config: { ...config } as unknown as NodeConfig,
    checksum: null,
    schema: null,
    created_at: state.createdAt,
    versions: versionsOf(value.versions),
    version: null,
  };
  test.checksum = unitTestChecksum(test);
  if (!test.config.enabled) return registerDisabled(state, test);
  addUnique(state.manifest.unit_tests, test, state.shared);
}

function checkVersions(entry: Entry): void {
  const versions = entry.value.versions as { include?: unknown[]; exclude?: unknown[] } | null | undefined;
  if (versions?.include?.length && versions.exclude?.length) {
    throw fail(
      "unit-test-versions",
      { test: entry.name, text: "both includes and excludes versions" },
      { at: [placeOf(entry.raw, ["versions"])] },
    );
  }
}

function versionsOf(versions: unknown): UnitTestDefinition["versions"] {
  if (!versions) return null;
  const { include, exclude } = versions as { include?: unknown; exclude?: unknown };
  return { include: include ?? null, exclude: exclude ?? null };
}

function overridesOf(overrides: unknown): UnitTestDefinition["overrides"] {
  if (!overrides) return null;
  return { macros: {}, vars: {}, env_vars: {}, ...(overrides as MutableEntry) };
}
