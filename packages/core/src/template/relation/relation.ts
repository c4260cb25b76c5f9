/** dbt's BaseRelation: an immutable name of a table or view that prints itself quoted. */
import type { Value } from "@tsmodel/jinja";
import { PyObject, pyStr } from "@tsmodel/jinja";
import type { QuotePolicy } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { RelationClass } from "./relation-class.ts";
import { relationAttribute } from "./relation-attributes.ts";
import type { RelationPath } from "./relation-path.ts";
import { pathParts } from "./relation-path.ts";
import type { RelationType } from "./relation-types.ts";

export type { RelationPath } from "./relation-path.ts";
export type { RelationType } from "./relation-types.ts";
/** Both ends are printed with str(); null is open. */
export interface EventTimeFilter {
  readonly fieldName: string;
  readonly start: Value;
  readonly end: Value;
}

export interface RelationFields {
  readonly path: RelationPath;
  readonly type: RelationType | null;
  readonly includePolicy: QuotePolicy;
  readonly quotePolicy: QuotePolicy;
  readonly dbtCreated: boolean;
  /** Rows that `--empty` (0) or a preview leave of the relation. */
  readonly limit: number | null;
  readonly eventTimeFilter: EventTimeFilter | null;
  readonly catalog: string | null;
  /** Printed instead of the path (dbt-duckdb's external sources). */
  readonly external: string | null;
  /** Set on relations that stand for an information schema; its view's name may still be null. */
  readonly informationSchema?: { readonly view: string | null };
}

export class Relation extends PyObject implements RelationFields {
  readonly pyTypeName: string;
  readonly relationClass: RelationClass;
  readonly path: RelationPath;
  readonly type: RelationType | null;
  readonly includePolicy: QuotePolicy;
  readonly quotePolicy: QuotePolicy;
  readonly dbtCreated: boolean;
  readonly limit: number | null;
  readonly eventTimeFilter: EventTimeFilter | null;
  readonly catalog: string | null;
  readonly external: string | null;
  readonly informationSchema: { readonly view: string | null } | undefined;
  /** Models print their relations again and again. */
  private rendered: string | undefined;
  private printed: string | undefined;

  constructor(relationClass: RelationClass, fields: RelationFields) {
    super();
    this.relationClass = relationClass;
    this.path = fields.path;
    this.type = fields.type;
    this.includePolicy = fields.includePolicy;
    this.quotePolicy = fields.quotePolicy;
    this.dbtCreated = fields.dbtCreated;
    this.limit = fields.limit;
    this.eventTimeFilter = fields.eventTimeFilter;
    this.catalog = fields.catalog;
    this.external = fields.external;
    this.informationSchema = fields.informationSchema;
    this.pyTypeName = fields.informationSchema === undefined ? relationClass.name : "InformationSchema";
  }

  get database(): string | null {
    return this.path.database;
  }
  get schema(): string | null {
    return this.path.schema;
  }
  get identifier(): string | null {
    return this.path.identifier;
  }

  with(changes: Partial<RelationFields>): Relation {
    return new Relation(this.relationClass, { ...this.fields(), ...changes });
  }

  fields(): RelationFields {
    const {
      path,
      type,
      includePolicy,
      quotePolicy,
      dbtCreated,
      limit,
      eventTimeFilter,
      catalog,
      external,
      informationSchema,
    } = this;
    return {
      path,
      type,
      includePolicy,
      quotePolicy,
      dbtCreated,
      limit,
      eventTimeFilter,
      catalog,
      external,
      informationSchema,
    };
  }

  include(policy: Partial<QuotePolicy>): Relation {
    return this.with({ includePolicy: { ...this.includePolicy, ...policy } });
  }
  quote(policy: Partial<QuotePolicy>): Relation {
    return this.with({ quotePolicy: { ...this.quotePolicy, ...policy } });
  }
  replacePath(path: Partial<RelationPath>): Relation {
    return this.with({ path: { ...this.path, ...path } });
  }
  /** Database and schema only: what `create schema` names. */
  withoutIdentifier(): Relation {
    return this.with({
      includePolicy: { ...this.includePolicy, identifier: false },
      path: { ...this.path, identifier: null },
    });
  }

  /** `database.INFORMATION_SCHEMA` or a view in it, quoted and included as this relation is. */
  informationSchemaOf(view: string | null = null): Relation {
    return new Relation(this.relationClass, {
      path: { database: this.path.database, schema: null, identifier: "INFORMATION_SCHEMA" },
      type: "view",
      includePolicy: { database: this.path.database !== null, schema: false, identifier: true },
      quotePolicy: { ...this.quotePolicy, identifier: false },
      dbtCreated: false,
      limit: null,
      eventTimeFilter: null,
      catalog: null,
      external: null,
      informationSchema: { view },
    });
  }

  /**
   * Whether the parts that are given name this relation. Case counts unless dbt itself made the name unquoted.
   * @throws TsmodelError relation-approximate-match when only case differs, relation-match-empty
   */
  matches(search: Partial<RelationPath>): boolean {
    const wanted = pathParts.filter((part) => (search[part] ?? null) !== null);
    if (wanted.length === 0) throw fail("relation-match-empty", undefined);
    let exact = true;
    let approximate = true;
    for (const part of wanted) {
      const value = search[part]!;
      const own = this.path[part];
      const foldCase = this.dbtCreated && !this.quotePolicy[part];
      if (foldCase ? own?.toLowerCase() !== value.toLowerCase() : own !== value) exact = false;
      if (this.bare(String(own ?? "None")) !== this.bare(value)) approximate = false;
    }
    if (approximate && !exact) {
      throw fail("relation-approximate-match", {
        searched: this.relationClass.create(search).pyStr(),
        found: this.pyStr(),
      });
    }
    return exact;
  }

  /** Without quotes around, in lower case. */
  private bare(name: string): string {
    const quote = this.relationClass.dialect.quoteCharacter;
    let text = name.toLowerCase();
    while (quote !== "" && text.startsWith(quote)) text = text.slice(quote.length);
    while (quote !== "" && text.endsWith(quote)) text = text.slice(0, -quote.length);
    return text;
  }

  quoted(identifier: string): string {
    const quote = this.relationClass.dialect.quoteCharacter;
    return quote + identifier + quote;
  }

  /** The path as SQL names it, without limits; "" when there is nothing to name. */
  render(): string {
    this.rendered ??= this.external ?? this.renderPath();
    return this.rendered;
  }

  private renderPath(): string {
    const parts: string[] = [];
    for (const part of pathParts) {
      const name = this.path[part];
      if (name === null || !this.includePolicy[part]) continue;
      parts.push(this.quotePolicy[part] ? this.quoted(name) : name);
    }
    if (this.informationSchema?.view) parts.push(this.informationSchema.view);
    return parts.join(".");
  }

  /** A subquery of at most `limit` rows; the plain path without a limit. */
  renderLimited(): string {
    const rendered = this.render();
    if (this.limit === null) return rendered;
    const rows = this.limit === 0 ? "where false limit 0" : `limit ${this.limit}`;
    return `(select * from ${rendered} ${rows})${this.subqueryAlias("limit")}`;
  }

  /** A subquery of the rows inside the event time filter; `rendered` as it is when both of its ends are open. */
  renderEventTimeFiltered(rendered: string = this.render()): string {
    const filter = this.eventTimeFilter;
    if (filter === null) return rendered;
    const bounds: string[] = [];
    if (filter.start !== null) bounds.push(`${filter.fieldName} >= '${pyStr(filter.start)}'`);
    if (filter.end !== null) bounds.push(`${filter.fieldName} < '${pyStr(filter.end)}'`);
    if (bounds.length === 0) return rendered;
    return `(select * from ${rendered} where ${bounds.join(" and ")})${this.subqueryAlias("et_filter")}`;
  }

  private subqueryAlias(namespace: string): string {
    return this.relationClass.requireAlias ? ` _dbt_${namespace}_subq_${this.path.identifier ?? "None"}` : "";
  }

  /** What templates print: functions plain, everything else with its limit and its event time filter. */
  override pyStr(): string {
    if (this.printed === undefined) {
      const plain = this.type === "function" || (this.limit === null && this.eventTimeFilter === null);
      this.printed = plain
        ? this.render()
        : this.eventTimeFilter === null
          ? this.renderLimited()
          : this.renderEventTimeFiltered(this.renderLimited());
    }
    return this.printed;
  }
  override pyRepr(): string {
    return `<${this.pyTypeName} ${this.render()}>`;
  }
  override pyBool(): boolean {
    return true;
  }
  override pyGetAttr(name: string): Value | undefined {
    return relationAttribute(this, name);
  }
  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "string" ? relationAttribute(this, key) : undefined;
  }
  /** Relations are dict-like to `is mapping`, as dbt's are; iterating one is an error there too. */
  override pyIsMapping(): boolean {
    return true;
  }
  override pyIter(): Iterable<Value> {
    throw fail("not-a-dict", { object: this.pyStr() });
  }
  override pyLen(): number {
    throw fail("not-a-dict", { object: this.pyStr() });
  }
  override pyHashKey(): string {
    return `relation:${this.render()}`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof Relation && other.pyTypeName === this.pyTypeName && sameFields(this, other);
  }
}

function sameFields(a: Relation, b: Relation): boolean {
  return (
    a.type === b.type &&
    a.limit === b.limit &&
    a.dbtCreated === b.dbtCreated &&
    a.catalog === b.catalog &&
    a.external === b.external &&
    a.relationClass.dialect === b.relationClass.dialect &&
    a.informationSchema?.view === b.informationSchema?.view &&
    pathParts.every(
      (part) =>
        a.path[part] === b.path[part] &&
        a.includePolicy[part] === b.includePolicy[part] &&
        a.quotePolicy[part] === b.quotePolicy[part],
    ) &&
    sameFilter(a.eventTimeFilter, b.eventTimeFilter)
  );
}

function sameFilter(a: EventTimeFilter | null, b: EventTimeFilter | null): boolean {
  if (a === null || b === null) return a === b;
  return a.fieldName === b.fieldName && pyStr(a.start) === pyStr(b.start) && pyStr(a.end) === pyStr(b.end);
}
