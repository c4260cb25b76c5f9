/** What templates may ask of a relation, by dbt's names. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { asString, getItem, isTruthy, PyDict, pyStr } from "@tsmodel/jinja";
import type { QuotePolicy } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { Methods } from "../python/function.ts";
import { findMethod, method } from "../python/function.ts";
import type { PathPart, RelationPath } from "./relation-path.ts";
import { PartsObject, pathFrom, pathParts, policyFrom, toPathPart } from "./relation-path.ts";
import type { RelationType } from "./relation-types.ts";
import { relationTypeConstants } from "./relation-types.ts";
import type { Relation } from "./relation.ts";

export function relationAttribute(relation: Relation, name: string): Value | undefined {
  if (Object.hasOwn(properties, name)) return properties[name]!(relation);
  return (
    findMethod(methods, relation, name) ??
    ownMethod(relation, name) ??
    relationTypeConstants.get(name) ??
    relation.relationClass.pyGetAttr(name)
  );
}

/** What only this database's relations have. */
function ownMethod({ relationClass }: Relation, name: string): Value | undefined {
  const own = relationClass.dialect.relationMethods;
  return own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
}

const isOfType =
  (type: RelationType) =>
  (relation: Relation): boolean =>
    relation.type === type;

const properties: { readonly [name: string]: (relation: Relation) => Value } = {
  database: (relation) => relation.path.database,
  schema: (relation) => relation.path.schema,
  identifier: (relation) => relation.path.identifier,
  table: (relation) => relation.path.identifier,
  name: (relation) => relation.path.identifier,
  type: (relation) => relation.type,
  path: (relation) => new PartsObject("Path", relation.path),
  quote_policy: (relation) => new PartsObject("Policy", relation.quotePolicy),
  include_policy: (relation) => new PartsObject("Policy", relation.includePolicy),
  quote_character: (relation) => relation.relationClass.dialect.quoteCharacter,
  dbt_created: (relation) => relation.dbtCreated,
  limit: (relation) => relation.limit,
  require_alias: (relation) => relation.relationClass.requireAlias,
  catalog: (relation) => relation.catalog,
  external: (relation) => relation.external,
  event_time_filter: ({ eventTimeFilter: filter }) =>
    filter === null
      ? null
      : PyDict.of([
          ["field_name", filter.fieldName],
          ["start", filter.start],
          ["end", filter.end],
        ]),
  information_schema_view: (relation) => relation.informationSchema?.view ?? null,
  is_table: isOfType("table"),
  is_view: isOfType("view"),
  is_cte: isOfType("cte"),
  is_materialized_view: isOfType("materialized_view"),
  is_pointer: isOfType("pointer_table"),
  is_function: isOfType("function"),
  can_be_renamed: (relation) =>
    relation.type !== null && relation.relationClass.dialect.renameableTypes.includes(relation.type),
  can_be_replaced: (relation) =>
    relation.type !== null && relation.relationClass.dialect.replaceableTypes.includes(relation.type),
};

const policyParameters = ["database?", "schema?", "identifier?"];

const methods: Methods<Relation> = {
  include: method(policyParameters, (self, ...parts: (Value | undefined)[]) =>
    self.include(policyFrom(byPart(parts))),
  ),
  quote: method(policyParameters, (self, ...parts: (Value | undefined)[]) =>
    self.quote(policyFrom(byPart(parts))),
  ),
  replace_path: method(["**parts"], (self, parts: Kwargs) =>
    self.replacePath(pathFrom(parts, "replace_path")),
  ),
  incorporate: method(["**changes"], (self, changes: Kwargs) =>
    self.relationClass.incorporate(self, changes),
  ),
  replace: method(["**changes"], (self, changes: Kwargs) => self.relationClass.incorporate(self, changes)),
  matches: method(policyParameters, (self, ...parts: (Value | undefined)[]) => {
    const search = byPart(parts);
    return self.matches(Object.fromEntries(pathParts.map((part) => [part, toPathPart(part, search[part])])));
  }),
  render: method([], (self) => self.render()),
  render_limited: method([], (self) => self.renderLimited()),
  render_event_time_filtered: method(["rendered?"], (self, rendered?: Value) =>
    self.renderEventTimeFiltered((rendered && asString(rendered)) || undefined),
  ),
  without_identifier: method([], (self) => self.withoutIdentifier()),
  information_schema: method(["view_name?"], (self, view?: Value) =>
    self.informationSchemaOf(view === undefined ? null : (asString(view) ?? null)),
  ),
  information_schema_only: method([], (self) => self.informationSchemaOf()),
  quoted: method(["identifier"], (self, identifier: Value) => self.quoted(asString(identifier) ?? "None")),
  get: method(["key", "default?"], (self, key: Value, fallback?: Value) => {
    if (key === "metadata") return PyDict.of([["type", self.pyTypeName]]);
    return (typeof key === "string" ? relationAttribute(self, key) : undefined) ?? fallback ?? null;
  }),
  get_function_config: method(["model"], (_, model: Value) => functionConfig(model)),
  get_function_macro_name: method(
    ["config"],
    (_, config: Value) => `${pyStr(getItem(config, "type"))}_function_${pyStr(getItem(config, "language"))}`,
  ),
  to_dict: method(["omit_none?"], (self, omit?: Value) => relationToDict(self, isTruthy(omit ?? false))),
};

/** What a function's macro is chosen by; None for other resources. @throws TsmodelError function-config-missing */
function functionConfig(model: Value): PyDict | null {
  if (asString(getItem(model, "resource_type")) !== "function") return null;
  const config = getItem(model, "config");
  const read = (from: Value, name: string): string | null => asString(getItem(from, name)) ?? null;
  const language = read(model, "language");
  const entries = {
    language,
    type: read(config, "type"),
    runtime_version: read(config, "runtime_version"),
    entry_point: read(config, "entry_point"),
  };
  const needed =
    language === "python"
      ? (["language", "type", "runtime_version", "entry_point"] as const)
      : (["language", "type"] as const);
  const missing = needed.find((name) => !entries[name]);
  if (missing !== undefined)
    throw fail("function-config-missing", { name: missing, language: language ?? "" });
  return PyDict.fromRecord(entries);
}

function byPart(values: readonly (Value | undefined)[]): { readonly [part in PathPart]?: Value } {
  return { database: values[0], schema: values[1], identifier: values[2] };
}

function relationToDict(relation: Relation, omitNone: boolean): PyDict {
  const parts = (object: RelationPath | QuotePolicy): PyDict =>
    PyDict.of(
      pathParts.filter((part) => !omitNone || object[part] !== null).map((part) => [part, object[part]]),
    );
  const entries: [string, Value][] = [
    ["path", parts(relation.path)],
    ["type", relation.type],
    ["quote_character", relation.relationClass.dialect.quoteCharacter],
    ["include_policy", parts(relation.includePolicy)],
    ["quote_policy", parts(relation.quotePolicy)],
    ["dbt_created", relation.dbtCreated],
    ["limit", relation.limit],
    ["require_alias", relation.relationClass.requireAlias],
    ["catalog", relation.catalog],
  ];
  return PyDict.of(entries.filter(([, value]) => !omitNone || value !== null));
}
