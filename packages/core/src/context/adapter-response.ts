import { PyObject, toValue, type Value } from "@tsmodel/jinja";

/** adapter_response of run_results.json for whatever a statement or macro gave as its response. */
export function responseFields(response: Value): { readonly [key: string]: unknown } {
  return response instanceof AdapterResponse ? response.shown() : {};
}

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

  /** adapter_response of run_results.json: what is known of it. */
  shown(): { readonly [key: string]: unknown } {
    return Object.fromEntries(
      Object.entries(this.fields).filter(([, value]) => value !== null && value !== undefined),
    );
  }

  override pyGetAttr(name: string): Value | undefined {
    if (Object.hasOwn(this.fields, name)) return toValue(this.fields[name]);
    return ["code", "rows_affected", "query_id"].includes(name) ? null : undefined;
  }
  override pyStr(): string {
    return this.message;
  }
}
