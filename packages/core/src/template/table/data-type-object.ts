import type { Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";
import type { DataType } from "./data-types.ts";

const modules: { readonly [type in DataType]: string } = {
  Integer: "dbt_common.clients.agate_helper",
  Number: "dbt_common.clients.agate_helper",
  Date: "agate.data_types.date",
  DateTime: "agate.data_types.date_time",
  ISODateTime: "dbt_common.clients.agate_helper",
  Boolean: "agate.data_types.boolean",
  Text: "agate.data_types.text",
};

/** A column type as templates see it: it can be printed and compared. */
export class DataTypeObject extends PyObject {
  readonly pyTypeName: string;
  override readonly pyModule: string;

  constructor(type: DataType) {
    super();
    this.pyTypeName = type;
    this.pyModule = modules[type];
  }
  override pyRepr(): string {
    return `<${this.pyModule}.${this.pyTypeName} object>`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof DataTypeObject && other.pyTypeName === this.pyTypeName;
  }
  override pyHashKey(): string {
    return `data-type:${this.pyTypeName}`;
  }
}
