/**
 * Unit tests: the tested model's own text over fixtures. Each given input becomes a CTE in place of the relation it
 * stands for; the `unit` materialization brings actual and expected rows, and the difference is the verdict.
 */
import { pyStr, toValue } from "@tsmodel/jinja";
import type { CteSource } from "../compile/compile-node.ts";
import { AdapterResponse, responseFields } from "../context/adapter-response.ts";
import type { Connection } from "../context/connection.ts";
import type { RunContext, UnitTestOverrides } from "../context/run-context.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { CompiledNode, GraphNode, ManifestNode, ModelNode, SourceDefinition, UnitTestDefinition, UnitTestGiven } from "../manifest/node.ts";
import { findRef, findSource, nearestRef, nearestSource } from "../manifest/ref-lookup.ts";
import { readRefOrSource } from "../parse/static-call.ts";
import type { ResultTable } from "../template/table/result-table.ts";
import type { AskUnitTest } from "./direct-unit-tests.ts";
import { diffTables, renderTableDiff, type PlainTable } from "./diff-tables.ts";
import { getMaterialization } from "./run-model.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";
import { isScriptModel, withScriptRows } from "./script/run-script.ts";

interface Fixture {
  readonly id: string;
  /** Unique id of what it stands for. */
  readonly input: string;
  readonly cteName: string;
  readonly node: CompiledNode;
  readonly rows: UnitTestGiven["rows"];
}

/** Where a fixture's text finds its rows: the texts of all fixtures are one template, then. */
const ROWS = "tsmodel_fixture_rows";
const FIXTURE = `{{ get_fixture_sql(${ROWS}, None) }}`;

export function unitTestWork(scope: RunScope, test: UnitTestDefinition, askDirectly?: AskUnitTest): NodeWork {
  let context: RunContext;
  let ctes: CteSource;
  const node = toUnitTestNode(scope, test);
  return {
    async compile(connection) {
      const fixtures = buildFixtures(scope, test);
      ctes = fixtureSource(scope, fixtures, connection);
      context = scope.compiler.contextFor(node as GraphNode, { connection, unitTest: overridesOf(scope, test, fixtures) });
      await scope.compiler.compile(node, context, { ctes });
      Object.assign(test, { compiled: true, compiled_code: node.compiled_code, compiled_path: node.compiled_path, relation_name: null });
    },
    async execute() {
      const callMacro = (): Promise<Outcome> => executeUnitTest(scope, test, node, context);
      if (isScriptModel(node)) return withScriptRows(scope, node, context, callMacro, { ctes, model: testedModel(scope, test) });
      const answer = await askDirectly?.(node, context);
      return answer === undefined ? callMacro() : judge(answer.table, responseFields(new AdapterResponse(answer.response)));
    },
  };
}

function testedModel(scope: RunScope, test: UnitTestDefinition): ModelNode {
  return scope.manifest.nodes.get(test.depends_on.nodes[0]!) as ModelNode;
}

/** The model's text under the test's name: what gets compiled and run. */
function toUnitTestNode(scope: RunScope, test: UnitTestDefinition): CompiledNode {
  const model = testedModel(scope, test);
  const name = model.version === null || model.version === undefined ? test.name : `${test.name}_v${model.version}`;
  const isSql = test.expect.format === "sql";
  return {
    ...model,
    name,
    resource_type: "unit_test",
    package_name: test.package_name,
    path: `${test.original_file_path.replace(/[^/]*$/, "")}${name}.sql`,
    original_file_path: test.original_file_path,
    unique_id: test.unique_id,
    alias: name,
    fqn: test.unique_id.split("."),
    config: { enabled: true, materialized: "unit", expected_rows: isSql ? [] : test.expect.rows, expected_sql: isSql ? test.expect.rows : null },
    ...notCompiled(),
  } as unknown as CompiledNode;
}

/** One ephemeral stand-in for each given input. @throws TsmodelError unit-test-input-not-found */
function buildFixtures(scope: RunScope, test: UnitTestDefinition): Map<string, Fixture> {
  const fixtures = new Map<string, Fixture>();
  for (const given of test.given) {
    const original = findInput(scope, test, given);
    const isSource = original.resource_type === "source";
    const identifier = isSource ? original.identifier : original.alias || original.name;
    const cteName = isSource ? `${original.source_name}__${original.name}` : identifier;
    const id = `fixture.${test.unique_id}.${original.unique_id}`;
    fixtures.set(original.unique_id, { id, input: original.unique_id, cteName: isSource ? cteName : identifier, node: toFixtureNode(original, identifier, id, given, test), rows: given.rows });
  }
  return fixtures;
}

function findInput(scope: RunScope, test: UnitTestDefinition, given: UnitTestGiven): ManifestNode | SourceDefinition {
  const model = testedModel(scope, test);
  const input = given.input.trim();
  if (input === "this") return model;
  const call = readRefOrSource(scope.runtime.shared.environment, input);
  if (call === undefined) throw fail("unit-test-input", { test: test.name, input: given.input }, { node: test });
  const found =
    "source" in call ? findSource(scope.manifest, ...call.source, test.package_name) : findRef(scope.manifest, call.ref, test.package_name);
  if (found === undefined || "disabled" in found) {
    const nearest = "source" in call ? nearestSource(scope.manifest, ...call.source) : nearestRef(scope.manifest, call.ref.name);
    throw fail("unit-test-input-not-found", { test: test.name, input: given.input, nearest }, { node: test });
  }
  return found as ManifestNode | SourceDefinition;
}

/** A new one for each node: compiling fills the list. */
function notCompiled() {
  return {
    extra_ctes: [],
    extra_ctes_injected: false,
    compiled: false,
    compiled_code: null,
    compiled_path: null,
    relation_name: null,
  };
}

function toFixtureNode(original: ManifestNode | SourceDefinition, identifier: string, id: string, given: UnitTestGiven, test: UnitTestDefinition): CompiledNode {
  const code = given.format === "sql" ? String(given.rows) : FIXTURE;
  return {
    resource_type: "model",
    name: original.name,
    package_name: original.package_name,
    path: `${original.name}.sql`,
    original_file_path: test.original_file_path,
    unique_id: id,
    fqn: original.fqn,
    database: original.database,
    schema: original.schema,
    alias: identifier,
    config: { enabled: true, materialized: "ephemeral" },
    raw_code: code,
    language: "sql",
    columns: original.columns,
    constraints: [],
    depends_on: { macros: [], nodes: [] },
    // Where the columns' types come from when the input was not built here.
    defer_relation: "defer_relation" in original ? original.defer_relation : null,
    ...notCompiled(),
  } as unknown as CompiledNode;
}

function overridesOf(scope: RunScope, test: UnitTestDefinition, fixtures: ReadonlyMap<string, Fixture>): UnitTestOverrides {
  const inputs = new Map([...fixtures].map(([id, fixture]) => [id, { uniqueId: fixture.id, cteName: fixture.cteName }]));
  return {
    macros: test.overrides?.macros ?? {},
    vars: test.overrides?.vars ?? {},
    envVars: test.overrides?.env_vars ?? {},
    inputs,
    self: inputs.get(testedModel(scope, test).unique_id),
  };
}

function fixtureSource(scope: RunScope, fixtures: ReadonlyMap<string, Fixture>, connection: Connection): CteSource {
  const byId = new Map([...fixtures.values()].map((fixture) => [fixture.id, fixture]));
  return (id) => {
    const fixture = byId.get(id);
    if (fixture === undefined) return undefined;
    const context = scope.compiler.contextFor(fixture.node as GraphNode, { connection, columns: scope.fixtureColumns?.memoryOf(fixture.input) });
    context.set(ROWS, toValue(fixture.rows ?? []));
    return { name: fixture.cteName, node: fixture.node, context };
  };
}

async function executeUnitTest(scope: RunScope, test: UnitTestDefinition, node: CompiledNode, context: RunContext): Promise<Outcome> {
  try {
    await context.call(getMaterialization(scope, { name: node.name, config: { materialized: "unit" } }));
  } catch (thrown) {
    const error = toTsmodelError(thrown, { shared: scope.runtime.shared, node: test, compiled: scope.compiler.compiledOf(node.unique_id) });
    // The sentence around it says whose it is.
    error.node = undefined;
    throw fail("unit-test-failed-to-run", { test: test.name, message: error.describe() }, { node: test, at: error.at, cause: thrown });
  }
  await context.connection.commit();
  const main = context.result("main");
  if (main === undefined) throw fail("materialization-no-main", { materialization: "unit" }, { node: test });
  return judge(main.table, main.fields);
}

function judge(table: ResultTable, adapterResponse: Outcome["adapterResponse"]): Outcome {
  const difference = diffTables(pickRows(table, "expected"), pickRows(table, "actual"));
  if (difference === undefined) return { status: "pass", message: null, failures: 0, adapterResponse };
  return {
    status: "fail",
    message: `\n\nactual differs from expected:\n\n${renderTableDiff(difference)}\n`,
    failures: 1,
    adapterResponse,
  };
}

/** The rows of one side, without the marker column, names in lower case. */
function pickRows(table: ResultTable, side: "actual" | "expected"): PlainTable {
  const names = table.columnNames.map((name) => name.toLowerCase());
  const marker = names.indexOf("actual_or_expected");
  const keep = names.flatMap((_, index) => (index === marker ? [] : [index]));
  const rows = table.rowValues
    .filter((row) => pyStr(row[marker]!) === side)
    .map((row) => keep.map((index) => (row[index] === null ? null : pyStr(row[index]!))));
  return { columns: keep.map((index) => names[index]!), rows };
}
