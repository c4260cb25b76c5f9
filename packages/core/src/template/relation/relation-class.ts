/** `api.Relation`: makes relations of one dialect. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { asString, getAttribute, isTruthy, PyDict, PyObject, pyStr, Undefined } from "@tsmodel/jinja";
import type { Dialect, QuotePolicy } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { Methods } from "../python/function.ts";
import { findMethod, method, toInteger, typeError } from "../python/function.ts";
import { PartsObject, pathFrom, pathParts, policyFrom, toPathPart } from "./relation-path.ts";
import type { PathPart, RelationPath } from "./relation-path.ts";
import type { RelationType } from "./relation-types.ts";
import { relationTypeConstants, RelationTypes, toRelationType } from "./relation-types.ts";
import type { EventTimeFilter, RelationFields } from "./relation.ts";
import { Relation } from "./relation.ts";

export interface RelationOptions {
  readonly type?: RelationType | null;
  readonly quotePolicy?: Partial<QuotePolicy>;
  readonly includePolicy?: Partial<QuotePolicy>;
  readonly limit?: number | null;
  readonly eventTimeFilter?: EventTimeFilter | null;
  readonly external?: string | null;
  readonly catalog?: string | null;
  readonly dbtCreated?: boolean;
}

export class RelationClass extends PyObject {
  readonly pyTypeName: string = "type";
  readonly dialect: Dialect;
  /** e.g. "DuckDBRelation" */
  readonly name: string;
  /** Whether limited relations get an alias: some databases refuse subqueries without. */
  readonly requireAlias: boolean;

  constructor(dialect: Dialect) {
    super();
    this.dialect = dialect;
    this.name = `${dialect.classPrefix ?? "Base"}Relation`;
    this.requireAlias = dialect.requireSubqueryAlias ?? true;
  }

  /** @throws TsmodelError relation-name-too-long */
  create(path: Partial<RelationPath>, options: RelationOptions = {}): Relation {
    const { dialect } = this;
    const relation = new Relation(this, {
      path: {
        database: path.database ?? null,
        schema: path.schema ?? null,
        identifier: path.identifier ?? null,
      },
      type: options.type ?? null,
      includePolicy:
        options.includePolicy === undefined
          ? dialect.defaultInclude
          : { ...dialect.defaultInclude, ...options.includePolicy },
      quotePolicy:
        options.quotePolicy === undefined
          ? dialect.defaultQuoting
          : { ...dialect.defaultQuoting, ...options.quotePolicy },
      dbtCreated: options.dbtCreated ?? false,
      limit: options.limit ?? null,
      eventTimeFilter: options.eventTimeFilter ?? null,
      catalog: options.catalog ?? null,
      external: options.external ?? null,
    });
    return this.checked(relation);
  }

  /** The relation of a node or source. Quoting: options over the node's own over the project's over the dialect's. */
  createFrom(
    place: Partial<RelationPath> & {
      readonly quoting?: { readonly [part in PathPart]?: boolean | null } | null;
    },
    projectQuoting: { readonly [part in PathPart]?: boolean | null },
    options: RelationOptions = {},
  ): Relation {
    const quotePolicy: { -readonly [part in PathPart]?: boolean } = {};
    for (const part of pathParts) {
      const chosen = options.quotePolicy?.[part] ?? place.quoting?.[part] ?? projectQuoting[part];
      if (chosen !== undefined && chosen !== null) quotePolicy[part] = chosen;
    }
    return this.create(place, { ...options, quotePolicy });
  }

  /** The CTE that stands for an ephemeral model: `identifier` is the model's alias or name. */
  createEphemeralFrom(
    identifier: string,
    options: Pick<RelationOptions, "limit" | "eventTimeFilter"> = {},
  ): Relation {
    return this.create(
      { identifier: addEphemeralPrefix(identifier) },
      { ...options, type: "cte", quotePolicy: { identifier: false } },
    );
  }

  /** dbt's `incorporate` and `replace`: fields by dbt's names, `path` and the policies merged part by part. */
  incorporate(relation: Relation, changes: { readonly [name: string]: Value }): Relation {
    const fields: { -readonly [name in keyof RelationFields]?: RelationFields[name] } = {};
    for (const name of Object.keys(changes)) {
      if (!Object.hasOwn(readers, name)) throw typeError(`'${name}' is no field of ${this.name}`);
      Object.assign(fields, readers[name]!(changes[name]!, relation));
    }
    return this.checked(relation.with(fields));
  }

  /** Long names of relations that are built fail before the database shortens them silently. */
  private checked(relation: Relation): Relation {
    const most = this.dialect.maxIdentifierLength;
    const { identifier, type } = relation;
    if (most !== null && identifier !== null && type !== null && type !== "cte" && identifier.length > most) {
      throw fail("relation-name-too-long", { name: identifier, most });
    }
    return relation;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "get_relation_type") return new RelationTypes();
    return relationTypeConstants.get(name) ?? findMethod(methods, this, name);
  }
  override pyRepr(): string {
    return `<class '${this.name}'>`;
  }
}

/** "__dbt__cte__" + name */
export function addEphemeralPrefix(name: string): string {
  return `__dbt__cte__${name}`;
}

const methods: Methods<RelationClass> = {
  create: method(
    ["database?", "schema?", "identifier?", "type?", "**fields"],
    (self, database?: Value, schema?: Value, identifier?: Value, type?: Value, fields?: Kwargs) => {
      const path = {
        database: toPathPart("database", database),
        schema: toPathPart("schema", schema),
        identifier: toPathPart("identifier", identifier),
      };
      return self.incorporate(self.create(path), { type: type ?? null, ...fields });
    },
  ),
  create_ephemeral_from: method(
    ["relation_config", "limit?", "event_time_filter?"],
    (self, node: Value, limit?: Value) => {
      const name = firstText(node, ["identifier", "alias", "name"]);
      return self.createEphemeralFrom(name, { limit: (limit ?? null) === null ? null : toInteger(limit!) });
    },
  ),
  add_ephemeral_prefix: method(["name"], (_, name: Value) => addEphemeralPrefix(pyStr(name))),
  get_default_quote_policy: method([], (self) => new PartsObject("Policy", self.dialect.defaultQuoting)),
  get_default_include_policy: method([], (self) => new PartsObject("Policy", self.dialect.defaultInclude)),
  scd_args: method(["primary_key", "updated_at"], (_, key: Value, updatedAt: Value) => [
    ...(Array.isArray(key) ? key : [key]),
    updatedAt,
  ]),
};

function firstText(object: Value, names: readonly string[]): string {
  for (const name of names) {
    const found = asString(getAttribute(object, name));
    if (found !== undefined) return found;
  }
  throw typeError("create_ephemeral_from() takes a node");
}

type Reader = (value: Value, relation: Relation) => Partial<RelationFields>;

/** How a field of dbt's relation is read from a template value. */
const readers: { readonly [name: string]: Reader } = {
  path: (value, relation) => ({ path: { ...relation.path, ...pathFrom(record(value), "path") } }),
  type: (value) => ({ type: toRelationType(value) }),
  quote_policy: (value, relation) => ({
    quotePolicy: { ...relation.quotePolicy, ...policyFrom(record(value)) },
  }),
  include_policy: (value, relation) => ({
    includePolicy: { ...relation.includePolicy, ...policyFrom(record(value)) },
  }),
  dbt_created: (value) => ({ dbtCreated: isTruthy(value) }),
  limit: (value) => ({ limit: value === null ? null : toInteger(value) }),
  catalog: (value) => ({ catalog: toTextOrNull(value) }),
  catalog_name: (value) => ({ catalog: toTextOrNull(value) }),
  external: (value) => ({ external: toTextOrNull(value) }),
  information_schema_view: (value) => ({ informationSchema: { view: toTextOrNull(value) } }),
  // Facts of the dialect: accepted, because macros hand on what to_dict() gave them.
  quote_character: () => ({}),
  require_alias: () => ({}),
};

function record(value: Value): { [name: string]: Value } {
  const entries: { [name: string]: Value } = {};
  if (value instanceof PyDict) for (const [key, item] of value.entries()) entries[pyStr(key)] = item;
  else if (value instanceof PyObject)
    for (const part of pathParts) entries[part] = value.pyGetAttr(part) ?? null;
  else throw typeError("a path or policy is given as a dict");
  return entries;
}

function toTextOrNull(value: Value): string | null {
  return value === null || value instanceof Undefined ? null : pyStr(value);
}
