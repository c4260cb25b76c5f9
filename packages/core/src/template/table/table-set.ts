/** agate's TableSet: the tables that `group_by` makes, by the value their rows have in common. */
import type { Value } from "@tsmodel/jinja";
import { Tuple } from "@tsmodel/jinja";
import { DataTypeObject } from "./data-type-object.ts";
import type { DataType } from "./data-types.ts";
import { MappedSequence } from "./mapped-sequence.ts";

export interface GroupedTables {
  readonly keys: readonly Value[];
  readonly tables: readonly Value[];
  readonly keyName: string;
  readonly keyType: DataType;
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
}

export class TableSet extends MappedSequence {
  override readonly pyTypeName: string = "TableSet";
  override readonly pyModule: string = "agate.tableset";
  private readonly groups: GroupedTables;

  constructor(groups: GroupedTables) {
    super(() => groups.tables, groups.keys);
    this.groups = groups;
  }

  override pyGetAttr(name: string): Value | undefined {
    const { keyName, keyType, columnNames, columnTypes } = this.groups;
    switch (name) {
      case "key_name":
        return keyName;
      case "key_type":
        return new DataTypeObject(keyType);
      case "column_names":
        return new Tuple(columnNames);
      case "column_types":
        return new Tuple(columnTypes.map((type) => new DataTypeObject(type)));
      default:
        return super.pyGetAttr(name);
    }
  }
}
