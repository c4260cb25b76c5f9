/** What changed in the indexes of a materialized view: dbt-postgres's change collection. */
import { findMember } from "@tsmodel/core/adapter";
import {
  asString,
  getAttribute,
  getItem,
  PyDict,
  PyObject,
  pyIterate,
  pyStr,
  Undefined,
  type Value,
} from "@tsmodel/jinja";
import { failPostgres } from "../messages.ts";

const METHODS = ["btree", "hash", "gist", "spgist", "gin", "brin"];

/** An index, as far as two of them are compared. */
interface ViewIndex {
  readonly name: string | null;
  /** Lower case, sorted. */
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly method: string;
}

/**
 * Null when nothing changed. Indexes that are no longer wanted are dropped first, so that one that changed can be made
 * anew. `existing`: {indexes: table of name, method, unique, column_names}; `node`: the model.
 * @throws TsmodelError postgres-index
 */
export function findIndexChanges(existing: Value, node: Value): Value {
  const there = tableRows(findMember(existing, "indexes")).map(readExisting);
  const wanted = [...pyIterate(configured(node))].map(readWanted);
  const keys = (indexes: readonly ViewIndex[]): ReadonlySet<string> => new Set(indexes.map(keyOf));
  const [thereKeys, wantedKeys] = [keys(there), keys(wanted)];
  const changes = [
    ...there.filter((index) => !wantedKeys.has(keyOf(index))).map((index) => new IndexChange("drop", index)),
    ...distinct(wanted)
      .filter((index) => !thereKeys.has(keyOf(index)))
      .map((index) => new IndexChange("create", index)),
  ];
  return changes.length === 0 ? null : new ChangeCollection(changes);
}

const keyOf = ({ columns, unique, method }: ViewIndex): string => JSON.stringify([columns, unique, method]);

function distinct(indexes: readonly ViewIndex[]): ViewIndex[] {
  return [...new Map(indexes.map((index) => [keyOf(index), index])).values()];
}

function tableRows(table: Value): Value[] {
  if (table === null) return [];
  const rows = getAttribute(table, "rows");
  return rows instanceof Undefined ? [] : [...pyIterate(rows)];
}

/** `config.indexes` of a model, none when there are none. */
function configured(node: Value): Value {
  return findMember(findMember(node, "config"), "indexes") ?? [];
}

function readExisting(row: Value): ViewIndex {
  const read = (name: string): string | null => asString(getItem(row, name)) ?? null;
  return {
    name: read("name"),
    columns: fold((read("column_names") ?? "").split(",")),
    unique: getItem(row, "unique") === true,
    method: read("method") ?? "btree",
  };
}

function readWanted(raw: Value): ViewIndex {
  const columns = findMember(raw, "columns");
  const method = asString(findMember(raw, "type")) ?? "btree";
  if (columns === null)
    throw failPostgres("postgres-index", {
      problem: "Indexes require at least one column, but none were provided",
    });
  if (!METHODS.includes(method))
    throw failPostgres("postgres-index", {
      problem: `'${method}' is no index method: ${METHODS.join(", ")}`,
    });
  return {
    name: null,
    columns: fold([...pyIterate(columns)].map(pyStr)),
    unique: findMember(raw, "unique") === true,
    method,
  };
}

const fold = (columns: readonly string[]): string[] =>
  [...new Set(columns.map((column) => column.toLowerCase()))].sort();

class ChangeCollection extends PyObject {
  readonly pyTypeName: string = "PostgresMaterializedViewConfigChangeCollection";
  private readonly changes: Value[];

  constructor(changes: Value[]) {
    super();
    this.changes = changes;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "indexes") return this.changes;
    if (name === "requires_full_refresh") return false;
    return name === "has_changes" ? true : undefined;
  }
}

class IndexChange extends PyObject {
  readonly pyTypeName: string = "PostgresIndexConfigChange";
  private readonly action: "drop" | "create";
  private readonly index: ViewIndex;

  constructor(action: "drop" | "create", index: ViewIndex) {
    super();
    this.action = action;
    this.index = index;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "action") return this.action;
    if (name === "context") return this.context();
    return name === "requires_full_refresh" ? false : undefined;
  }

  private context(): PyDict {
    const { name, columns, unique, method } = this.index;
    const config = PyDict.fromRecord({ columns: [...columns], unique, type: method });
    return PyDict.fromRecord({ name, column_names: [...columns], unique, method, as_node_config: config });
  }
}
