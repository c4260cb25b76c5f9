/** Objects of the macro world. */
import { pyFunction } from "@tsmodel/core/adapter";
import { PyDict, PyObject, pyStr, Tuple, type Callable, type Value } from "@tsmodel/jinja";

/** An object by a function of its attribute names; also a container of them. */
export class StandIn extends PyObject {
  readonly pyTypeName: string = "StandIn";
  private readonly find: (name: string) => Value | undefined;

  constructor(find: (name: string) => Value | undefined) {
    super();
    this.find = find;
  }

  static of(members: Record<string, Value | Callable>): StandIn {
    return new StandIn((name) => (Object.hasOwn(members, name) ? members[name] : undefined));
  }

  override pyGetAttr(name: string): Value | undefined {
    return this.find(name);
  }
  override pyGetItem(key: Value): Value | undefined {
    return this.find(pyStr(key));
  }
  override pyContains(value: Value): boolean {
    return this.find(pyStr(value)) !== undefined;
  }
}

type Part = string | null;

/** A relation with three quoted parts. */
export class WorldRelation extends PyObject {
  readonly pyTypeName: string = "Relation";
  readonly database: Part;
  readonly schema: Part;
  readonly identifier: Part;
  readonly type: Part;

  constructor(database: Part, schema: Part, identifier: Part, type: Part) {
    super();
    this.database = database;
    this.schema = schema;
    this.identifier = identifier;
    this.type = type;
  }

  override pyStr(): string {
    return [this.database, this.schema, this.identifier]
      .filter((part) => part !== null && part !== "")
      .map((part) => `"${part}"`)
      .join(".");
  }

  override pyGetAttr(name: string): Value | undefined {
    const { database, schema, identifier, type } = this;
    const with_ = (parts: {
      database?: Part;
      schema?: Part;
      identifier?: Part;
      type?: Part;
    }): WorldRelation => {
      const all = { database, schema, identifier, type, ...parts };
      return new WorldRelation(all.database, all.schema, all.identifier, all.type);
    };
    switch (name) {
      case "database":
      case "schema":
      case "identifier":
      case "type":
        return this[name];
      case "name":
      case "table":
        return identifier;
      case "is_table":
      case "is_view":
      case "is_materialized_view":
        return `is_${type}` === name;
      case "can_be_renamed":
        return identifier!.startsWith("movable");
      case "can_be_replaced":
        return identifier!.startsWith("replaceable");
      case "MaterializedView":
        return "materialized_view";
      case "Function":
        return "function";
      case "render":
        return () => this.pyStr();
      case "without_identifier":
        return () => with_({ identifier: null });
      case "include":
        return pyFunction(
          name,
          ["database?", "schema?", "identifier?"],
          (keepDatabase?: Value, keepSchema?: Value) =>
            with_({
              database: keepDatabase === false ? null : database,
              schema: keepSchema === false ? null : schema,
            }),
        );
      case "incorporate":
        return pyFunction(name, ["path?", "type?"], (path?: Value, newType?: Value) =>
          with_({
            ...(path instanceof PyDict &&
              Object.fromEntries(path.entries().map(([key, value]) => [pyStr(key), value as Part]))),
            ...(newType !== undefined && newType !== null && { type: newType as string }),
          }),
        );
      case "replace":
        return pyFunction(
          name,
          ["information_schema_view?"],
          (view?: Value) => `"${database}".INFORMATION_SCHEMA.${pyStr(view ?? "")}`,
        );
      default:
        return undefined;
    }
  }
}

/** An agate table from rows. */
export class TableStandIn extends PyObject {
  readonly pyTypeName: string = "Table";
  readonly names: readonly string[];
  readonly rows: readonly (readonly Value[])[];

  constructor(names: readonly string[], rows: readonly (readonly Value[])[]) {
    super();
    this.names = names;
    this.rows = rows;
  }

  private tuples(): Value[] {
    return this.rows.map((row) => new Tuple(row));
  }
  override pyStr(): string {
    return "table";
  }
  override pyLen(): number {
    return this.rows.length;
  }
  override pyIter(): Iterable<Value> {
    return this.tuples();
  }
  override pyGetItem(key: Value): Value | undefined {
    return this.tuples()[key as number];
  }
  override pyGetAttr(name: string): Value | undefined {
    if (name === "column_names") return [...this.names];
    if (name === "rows") return this.tuples();
    if (name !== "columns") return undefined;
    return this.names.map((column, index) =>
      StandIn.of({ name: column, values: () => this.rows.map((row) => row[index]!) }),
    );
  }
}
