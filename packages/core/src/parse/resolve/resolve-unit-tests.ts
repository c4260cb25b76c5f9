/** Which model a unit test tests: found by name, one test for each version, switched off with its model. */
import { fail } from "../../errors/tsmodel-error.ts";
import { findRefId, nearestRef } from "../../manifest/ref-lookup.ts";
import type { ModelNode, UnitTestDefinition } from "../../manifest/node.ts";
import { registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { locateReference } from "./locate-reference.ts";

export function resolveUnitTests(state: ParseState): void {
  const tests = [...state.manifest.unit_tests.values()];
  if (tests.length === 0) return;
  const versions = versionedModels(state);
  for (const test of tests)
    state.problems.attempt(() => resolveUnitTest(state, test, versions), { node: test });
}

type Versions = ReadonlyMap<string, readonly ModelNode[]>;

function versionedModels(state: ParseState): Versions {
  const versions = new Map<string, ModelNode[]>();
  for (const node of state.manifest.nodes.values()) {
    if (node.resource_type !== "model" || node.version === null) continue;
    const key = `${node.package_name}.${node.name}`;
    const known = versions.get(key);
    if (known === undefined) versions.set(key, [node]);
    else known.push(node);
  }
  return versions;
}

/** @throws TsmodelError unit-test-model, unit-test-incremental, unit-test-this, unit-test-versions */
function resolveUnitTest(state: ParseState, test: UnitTestDefinition, versions: Versions): void {
  const model = findTested(state, test);
  if (model === undefined) throw unknownModel(state, test);
  if (!model.config.enabled) {
    test.config.enabled = false;
    state.manifest.unit_tests.delete(test.unique_id);
    return registerDisabled(state, test);
  }
  test.depends_on.nodes = [model.unique_id];
  test.schema = model.schema;
  checkIncremental(test, model);
  if (model.version === null) return checkUnversioned(test, model);
  splitByVersion(state, test, model, versions.get(`${model.package_name}.${model.name}`) ?? []);
}

/** "orders" or "orders v2". */
function findTested(state: ParseState, test: UnitTestDefinition): ModelNode | undefined {
  const words = test.model.split(/\s+/).filter((word) => word !== "");
  const [name, version] = [words[0]!, words.length === 2 ? words[1]! : null];
  const id = findRefId(state.manifest, name, test.package_name, version);
  if (id !== undefined) return state.manifest.nodes.get(id) as ModelNode | undefined;
  const search = version === null ? name : `${name}.v${version}`;
  return state.manifest.index.findDisabled(search, test.package_name, ["model"])[0] as ModelNode | undefined;
}

function unknownModel(state: ParseState, test: UnitTestDefinition): Error {
  const at = locateReference(state, test, "model", [test.model]);
  return fail(
    "unit-test-model",
    {
      test: test.name,
      model: `${test.package_name}.${test.model}`,
      path: test.original_file_path,
      nearest: nearestRef(state.manifest, test.model),
    },
    { at },
  );
}

/** What `is_incremental()` gives has to be said, and when it is true, what is already in the table. */
function checkIncremental(test: UnitTestDefinition, model: ModelNode): void {
  if (!model.depends_on.macros.includes("macro.dbt.is_incremental")) return;
  const override = test.overrides?.macros.is_incremental;
  if (typeof override !== "boolean")
    throw fail("unit-test-incremental", { test: test.name, model: model.name });
  if (override && !test.given.some(({ input }) => input === "this"))
    throw fail("unit-test-this", { test: test.name, model: model.name });
}

function checkUnversioned(test: UnitTestDefinition, model: ModelNode): void {
  const { include, exclude } = (test.versions ?? {}) as {
    include?: unknown[] | null;
    exclude?: unknown[] | null;
  };
  if (include?.length || exclude?.length) {
    throw fail("unit-test-versions", {
      test: test.name,
      text: `chooses versions of '${model.name}', which has none`,
    });
  }
}

function splitByVersion(
  state: ParseState,
  test: UnitTestDefinition,
  model: ModelNode,
  versions: readonly ModelNode[],
): void {
  const { include, exclude } = (test.versions ?? {}) as {
    include?: unknown[] | null;
    exclude?: unknown[] | null;
  };
  const tested = versions.filter(({ version }) =>
    exclude?.length
      ? !exclude.includes(version)
      : include?.length
        ? include.includes(version)
        : test.versions === null,
  );
  if (tested.length === 0)
    throw fail("unit-test-versions", {
      test: test.name,
      text: `chooses a version of '${model.name}' which was not found`,
    });
  state.manifest.unit_tests.delete(test.unique_id);
  for (const { unique_id: id, version } of tested) {
    const uniqueId = `unit_test.${test.package_name}.${test.model}.${test.name}_v${version}`;
    state.manifest.unit_tests.set(uniqueId, {
      ...test,
      unique_id: uniqueId,
      depends_on: { macros: [...test.depends_on.macros], nodes: [id] },
      version,
    });
  }
}
