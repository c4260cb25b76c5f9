import { PyObject } from "@tsmodel/jinja";

/** A class object of a module, which templates can only name. */
export class NamedClass extends PyObject {
  readonly pyTypeName: string = "type";
  private readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  override pyRepr(): string {
    return `<class '${this.name}'>`;
  }
}
