import { Environment, PyDict } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { exceptionsNamespace } from "../../src/template/exceptions-namespace.ts";
import { RelationClass } from "../../src/template/relation/relation-class.ts";
import { createValidation } from "../../src/template/validation.ts";
import { duckdbDialect } from "./template-fixture.ts";

const node = { resource_type: "model", name: "orders", original_file_path: "models/orders.sql" };
const environment = new Environment();

function run(source: string, report: (event: TsmodelEvent) => void = () => undefined): string {
  const resource = (name: string): PyDict =>
    PyDict.of([
      ["unique_id", `model.shop.${name}`],
      ["name", name],
      ["original_file_path", `models/${name}.sql`],
      ["resource_type", "model"],
      ["database", "db"],
      ["schema", "main"],
      ["alias", name],
      ["config", PyDict.of([["materialized", "cube"]])],
    ]);
  const names = new Map<string, Value>([
    [
      "exceptions",
      exceptionsNamespace({ report, node, scrub: (text) => text.replaceAll("s3cret", "*****") }),
    ],
    ["a", resource("a")],
    ["b", resource("b")],
    [
      "relation",
      new RelationClass(duckdbDialect).create({ schema: "main", identifier: "t" }, { type: "view" }),
    ],
    ["validation", createValidation()],
  ]);
  return environment
    .compile(source, { name: "orders", origin: { file: "models/orders.sql", text: source, offset: 0 } })
    .render(names);
}

function failure(source: string): TsmodelError {
  try {
    run(source);
  } catch (error) {
    if (error instanceof TsmodelError) return error;
    throw error;
  }
  throw new Error("nothing was raised");
}

describe("every function raises an error of dbt's label about the node", () => {
  test.each([
    ["raise_compiler_error('no ' ~ 5)", "Compilation", "no 5"],
    ["raise_compiler_error(msg='the s3cret', node=a)", "Compilation", "the *****"],
    ["raise_database_error('down')", "Database", "down"],
    ["raise_dependency_error('gone')", "Runtime", "gone"],
    ["raise_not_implemented('later')", "Compilation", "ERROR: later"],
    ["raise_fail_fast_error('stop')", "FailFast", "stop"],
    ["raise_cache_inconsistent('odd')", "Internal", "Cache inconsistency detected: odd"],
    [
      "missing_config(a, 'unique_key')",
      "Compilation",
      "Model 'model.shop.a' does not define a required config parameter 'unique_key'.",
    ],
    [
      "missing_materialization(a, 'duckdb')",
      "Compilation",
      "No materialization 'cube' was found for adapter duckdb! (searched types 'default' and 'duckdb')",
    ],
    ["missing_relation(relation)", "Compilation", 'Relation "main"."t" not found!'],
    [
      "relation_wrong_type(relation, 'table')",
      "Compilation",
      'Trying to create table "main"."t", but it currently exists as a view',
    ],
    [
      "raise_ambiguous_alias(a, b)",
      "Compilation",
      '"db.main.a":\n- model.shop.a (models/a.sql)\n- model.shop.b (models/b.sql)',
    ],
    ["raise_ambiguous_alias(a, b, 'x.y')", "Compilation", '"x.y":'],
    [
      "raise_ambiguous_catalog_match('model.shop.a', {'metadata': {'schema': 's', 'name': 'T'}}, {'metadata': {'schema': 's', 'name': 't'}})",
      "Compilation",
      "\n - s.T\n - s.t",
    ],
    ["raise_dataclass_not_dict(relation)", "Compilation", "was used as a dictionary"],
    [
      "raise_dep_not_found(a, 'model a', 'dbt_utils')",
      "Compilation",
      'The required package "dbt_utils" was not found',
    ],
    [
      "raise_duplicate_patch_name(a, 'models/x.yml')",
      "Compilation",
      "two schema.yml entries for the same resource named a",
    ],
    ["raise_duplicate_resource_name(a, b)", "Compilation", 'dbt found two models with the name "a"'],
    [
      "raise_invalid_property_yml_version('x.yml', 'it is old')",
      "Compilation",
      "The yml property file at x.yml is invalid because it is old",
    ],
    ["column_type_missing(['a', 'b'])", "Compilation", "for the ['a', 'b'] column(s)"],
    ["raise_contract_error([], [])", "Compilation", "its 'columns' specification is missing"],
  ])("%s", (call, label, message) => {
    const error = failure(`select {{ exceptions.${call} }}`);
    expect(error.label).toBe(label);
    expect(error.message).toContain(message);
    expect(error.node).toEqual(node);
  });
});

test("a broken contract prints both sides", () => {
  const error = failure(
    "{{ exceptions.raise_contract_error([{'name': 'id', 'data_type': 'INT'}, {'name': 'gone', 'data_type': 'TEXT'}], [{'name': 'id', 'data_type': 'TEXT'}, {'name': 'new', 'data_type': 'DATE'}]) }}",
  );
  expect(error.message).toContain(
    [
      "| column_name | definition_type | contract_type | mismatch_reason       |",
      "| ----------- | --------------- | ------------- | --------------------- |",
      "| gone        |                 | TEXT          | missing in definition |",
      "| id          | TEXT            | INT           | data type mismatch    |",
      "| new         | DATE            |               | missing in contract   |",
    ].join("\n"),
  );
});

test("warnings are reported, not raised", () => {
  const events: TsmodelEvent[] = [];
  expect(
    run(
      "[{{ exceptions.warn('careful') }}]{% do exceptions.warn_snapshot_timestamp_data_types('date', 'timestamp') %}",
      (event) => events.push(event),
    ),
  ).toBe("[]");
  expect(events).toMatchObject([
    { type: "warning", name: "JinjaLogWarning", code: "I061", error: { message: "careful", node } },
    {
      type: "warning",
      name: "SnapshotTimestampWarning",
      code: "Q043",
      data: { snapshot_time_data_type: "date", updated_at_data_type: "timestamp" },
    },
  ]);
});

test("unknown functions are undefined, as keys of a dict are", () => {
  expect(
    run(
      "{{ exceptions.nope is defined }} {{ exceptions.warn is callable }} {{ exceptions is mapping }} {{ exceptions['warn'] is callable }}",
    ),
  ).toBe("False True True True");
});

describe("validation", () => {
  test.each([
    ["{{ validation.any('a', 'b')('a') }}"],
    ["{{ validation.any[list, basestring](5) }}"],
    ["{{ validation.any(none, 1)(1) }}"],
  ])("%s accepts", (source) => {
    expect(run(source)).toBe("None");
  });
  test("other values are refused", () => {
    expect(failure("{{ validation.any('a', 'b')('c') }}").message).toBe(
      'Expected value "c" to be one of a,b',
    );
  });
});
