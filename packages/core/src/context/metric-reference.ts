import { PyObject, type Value } from "@tsmodel/jinja";

/** What `metric()` gives: prints as the metric's name. */
export class MetricReference extends PyObject {
  readonly pyTypeName: string = "MetricReference";
  readonly name: string;
  readonly packageName: string | null;

  constructor(name: string, packageName: string | null) {
    super();
    this.name = name;
    this.packageName = packageName;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "metric_name") return this.name;
    return name === "package_name" ? this.packageName : undefined;
  }
  override pyStr(): string {
    return this.name;
  }
  override pyRepr(): string {
    return this.name;
  }
}
