/** dbt's `exceptions`: how macros stop a run, and `warn`, with which they only complain. */
import type { Callable, Value } from "@tsmodel/jinja";
import { getAttribute, getItem, PyDict, PyObject, pyIterate, pyStr, Undefined } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import type { ErrorOptions, MessageArgs, MessageCode } from "../errors/tsmodel-error.ts";
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { Report } from "../events/event.ts";
import { findMethod, method } from "./python/function.ts";
import type { Methods } from "./python/function.ts";
import { contractMismatches } from "./table/contract-mismatches.ts";

export interface ExceptionsInput {
  readonly report: Report;
  /** The node that is rendered: added to every error. */
  readonly node?: ErrorOptions["node"];
  /** Innermost place first. Left out, the frames the engine adds to the error are all there is. */
  readonly places?: () => readonly Location[];
  readonly scrub?: (text: string) => string;
}

/** Every function raises a TsmodelError, `warn` and `warn_snapshot_timestamp_data_types` report a warning. */
export class ExceptionsNamespace extends PyObject {
  readonly pyTypeName: string = "dict";
  private readonly input: ExceptionsInput;

  constructor(input: ExceptionsInput) {
    super();
    this.input = input;
  }

  override pyGetAttr(name: string): Callable | undefined {
    return findMethod(functions, this, name);
  }
  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "string" ? this.pyGetAttr(key) : undefined;
  }
  override pyIter(): Iterable<Value> {
    return Object.keys(functions);
  }
  override pyIsMapping(): boolean {
    return true;
  }

  error<C extends MessageCode>(code: C, args: MessageArgs<C>): TsmodelError {
    return fail(code, args, { node: this.input.node, at: this.input.places?.() });
  }
  text(value: Value | undefined): string {
    const text = pyStr(value ?? null);
    return this.input.scrub?.(text) ?? text;
  }
  warn(message: string, name: string, code: string, data: { readonly [key: string]: unknown }): void {
    const error = new TsmodelError(
      "warning-raised",
      { message },
      { node: this.input.node, at: this.input.places?.() },
    );
    this.input.report({ type: "warning", error, name, code, data });
  }
}

export function exceptionsNamespace(input: ExceptionsInput): ExceptionsNamespace {
  return new ExceptionsNamespace(input);
}

const attribute = (object: Value, name: string): string => pyStr(getAttribute(object, name));
const namedFile = (node: Value): { id: string; file: string } => ({
  id: attribute(node, "unique_id"),
  file: attribute(node, "original_file_path"),
});

function raise<C extends MessageCode>(
  parameters: readonly string[],
  code: C,
  read: (self: ExceptionsNamespace, ...values: Value[]) => MessageArgs<C>,
): Methods<ExceptionsNamespace>[string] {
  return method(parameters, (self: ExceptionsNamespace, ...values: Value[]) => {
    throw self.error(code, read(self, ...values));
  });
}

const functions: Methods<ExceptionsNamespace> = {
  warn: method(["msg", "node?"], (self, message: Value) => {
    const text = self.text(message);
    self.warn(text, "JinjaLogWarning", "I061", { msg: text });
    return "";
  }),
  warn_snapshot_timestamp_data_types: method(
    ["snapshot_time_data_type", "updated_at_data_type"],
    (self, stored: Value, derived: Value) => {
      const data = { snapshot_time_data_type: pyStr(stored), updated_at_data_type: pyStr(derived) };
      const message = `Data type of snapshot table timestamp columns (${data.snapshot_time_data_type}) doesn't match derived column 'updated_at' (${data.updated_at_data_type}). Please update snapshot config 'updated_at'.`;
      self.warn(message, "SnapshotTimestampWarning", "Q043", data);
      return null;
    },
  ),
  raise_compiler_error: raise(["msg", "node?"], "compiler-error-raised", (self, message) => ({
    message: self.text(message),
  })),
  raise_database_error: raise(["msg", "node?"], "database-error-raised", (self, message) => ({
    message: self.text(message),
  })),
  raise_dependency_error: raise(["msg"], "dependency-error-raised", (self, message) => ({
    message: self.text(message),
  })),
  raise_not_implemented: raise(["msg"], "not-implemented-raised", (self, message) => ({
    message: self.text(message),
  })),
  raise_fail_fast_error: raise(["msg", "node?"], "fail-fast-raised", (self, message) => ({
    message: self.text(message),
  })),
  raise_cache_inconsistent: raise(["message"], "cache-inconsistent", (self, message) => ({
    message: self.text(message),
  })),
  missing_config: raise(["model", "name"], "config-missing", (_, model, name) => ({
    id: attribute(model!, "unique_id"),
    name: pyStr(name!),
  })),
  missing_materialization: raise(
    ["model", "adapter_type"],
    "materialization-missing",
    (_, model, adapter) => ({
      materialization: attribute(getAttribute(model!, "config"), "materialized"),
      adapter: pyStr(adapter!),
    }),
  ),
  missing_relation: raise(["relation", "model?"], "relation-missing", (_, relation) => ({
    relation: pyStr(relation!),
  })),
  relation_wrong_type: raise(
    ["relation", "expected_type", "model?"],
    "relation-wrong-type",
    (_, relation, expected) => ({
      relation: pyStr(relation!),
      expected: pyStr(expected!),
      actual: attribute(relation!, "type"),
    }),
  ),
  raise_ambiguous_alias: raise(
    ["node_1", "node_2", "duped_name?"],
    "alias-ambiguous",
    (_, first, second, name) => ({
      relation:
        (name ?? null) === null
          ? ["database", "schema", "alias"].map((part) => attribute(first!, part)).join(".")
          : pyStr(name!),
      nodes: [namedFile(first!), namedFile(second!)],
    }),
  ),
  raise_ambiguous_catalog_match: raise(
    ["unique_id", "match_1", "match_2"],
    "catalog-match-ambiguous",
    (_, id, first, second) => ({
      id: pyStr(id!),
      relations: [matchName(first!), matchName(second!)],
    }),
  ),
  raise_dataclass_not_dict: raise(["obj"], "not-a-dict", (_, object) => ({ object: pyStr(object!) })),
  raise_dep_not_found: raise(
    ["node", "node_description", "required_pkg"],
    "package-not-installed",
    (_, _node, where, name) => ({
      where: pyStr(where!),
      package: pyStr(name!),
    }),
  ),
  raise_duplicate_patch_name: raise(
    ["patch_1", "existing_patch_path"],
    "patch-duplicate",
    (_, patch, path) => ({
      name: attribute(patch!, "name"),
      files: [attribute(patch!, "original_file_path"), pyStr(path!)],
    }),
  ),
  raise_duplicate_resource_name: raise(["node_1", "node_2"], "resource-duplicate", (_, first, second) => ({
    kind: commonKind(attribute(first!, "resource_type"), attribute(second!, "resource_type")),
    name: attribute(first!, "name"),
    nodes: [namedFile(first!), namedFile(second!)],
  })),
  raise_invalid_property_yml_version: raise(
    ["path", "issue"],
    "properties-version-invalid",
    (_, path, issue) => ({
      path: pyStr(path!),
      issue: pyStr(issue!),
    }),
  ),
  raise_contract_error: method(["yaml_columns", "sql_columns"], (self, yaml: Value, sql: Value) => {
    const contract = [...pyIterate(yaml)].map(columnDefinition);
    if (contract.length === 0) throw self.error("contract-columns-missing", undefined);
    throw self.error("contract-failed", {
      mismatches: contractMismatches(contract, [...pyIterate(sql)].map(columnDefinition)),
    });
  }),
  column_type_missing: raise(["column_names"], "column-type-missing", (_, names) => ({
    columns: pyStr(names!),
  })),
};

function columnDefinition(column: Value): { name: string; type: string } {
  return { name: pyStr(getItem(column, "name")), type: pyStr(getItem(column, "data_type")) };
}

function matchName(match: Value): string {
  const metadata = match instanceof PyDict ? match.get("metadata") : undefined;
  const part = (name: string): string => {
    const found = metadata === undefined ? null : getItem(metadata, name);
    return pyStr(found instanceof Undefined ? null : found);
  };
  return `${part("schema")}.${part("name")}`;
}

function commonKind(first: string, second: string): string {
  if (first !== second) return "resources";
  return first === "analysis" ? "analyses" : `${first}s`;
}
