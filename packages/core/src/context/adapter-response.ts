import { PyObject, toValue, type Value } from "@tsmodel/jinja";

/** dbt's AdapterResponse: what a statement answered. Prints as its message. */
export class AdapterResponse extends PyObject {
  readonly pyTypeName: string = "AdapterResponse";
  /** As in run_results.json: `_message`, `code`, `rows_affected`, `query_id`, and the adapter's own. */
  readonly fields: { readonly [key: string]: unknown };

  constructor(fields: { readonly [key: string]: unknown }) {
    super();
    this.fields = fields;
  }

  get message(): string {
    const message = this.fields["_message"];
    return typeof message === "string" ? message : "";
  }

  override pyGetAttr(name: string): Value | undefined {
    if (Object.hasOwn(this.fields, name)) return toValue(this.fields[name]);
    return ["code", "rows_affected", "query_id"].includes(name) ? null : undefined;
  }
  override pyStr(): string {
    return this.message;
  }
}
