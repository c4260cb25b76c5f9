import { PyObject, type Value } from "@tsmodel/jinja";

/** The macros that are running, outermost first: `context_macro_stack` of templates. */
export class MacroStack extends PyObject {
  readonly pyTypeName: string = "MacroStack";
  private readonly ids: string[] = [];

  get depth(): number {
    return this.ids.length;
  }
  get callStack(): readonly string[] {
    return this.ids;
  }
  push(uniqueId: string): void {
    this.ids.push(uniqueId);
  }
  pop(): void {
    this.ids.pop();
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "depth") return this.ids.length;
    return name === "call_stack" ? [...this.ids] : undefined;
  }
}
