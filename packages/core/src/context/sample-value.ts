/** `invocation_args_dict.sample`: dbt's SampleWindow. */
import { PyObject, pyRepr, type Value } from "@tsmodel/jinja";
import type { SampleWindow } from "../project/sample-window.ts";
import { PyDateTime } from "../template/python/date-time.ts";
import { pytzUtc } from "../template/python/pytz-zone.ts";

export class SampleValue extends PyObject {
  readonly pyTypeName: string = "SampleWindow";
  private readonly window: SampleWindow;

  constructor(window: SampleWindow) {
    super();
    this.window = window;
  }

  override pyGetAttr(name: string): Value | undefined {
    return name === "start" || name === "end" ? PyDateTime.fromInstant(this.window[name], pytzUtc) : undefined;
  }
  override pyStr(): string {
    return this.pyRepr();
  }
  override pyRepr(): string {
    return `SampleWindow(start=${pyRepr(this.pyGetAttr("start")!)}, end=${pyRepr(this.pyGetAttr("end")!)})`;
  }
}
