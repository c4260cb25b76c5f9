import type { Value } from "@tsmodel/jinja";
import { ControlFlow } from "@tsmodel/jinja";

/** Thrown by `return(value)`; caught where a macro was reached through the context. */
export class MacroReturn extends ControlFlow {
  readonly value: Value;
  constructor(value: Value) {
    super();
    this.value = value;
  }
}
