import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyObject } from "@tsmodel/jinja";

/** A Python iterator (zip, re.finditer, itertools): what one loop has taken, the next does not see again. */
export class PyIterator extends PyObject {
  readonly pyTypeName: string;
  private readonly iterator: Iterator<Value>;

  constructor(typeName: string, source: Iterable<Value>) {
    super();
    this.pyTypeName = typeName;
    this.iterator = source[Symbol.iterator]();
  }

  /** Only `next` is passed on: a loop that breaks off must not close the source for the loop after it. */
  override pyIter(): Iterable<Value> {
    const iterator: IterableIterator<Value> = { next: () => this.iterator.next(), [Symbol.iterator]: () => iterator };
    return iterator;
  }
  override pyBool(): boolean {
    return true;
  }
  override pyRepr(): string {
    return `<${this.pyTypeName} object>`;
  }
}

/** Turns a Python TypeError into another outcome; other errors pass. */
export function orOnTypeError<T>(attempt: () => T, otherwise: (error: JinjaError) => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof JinjaError && error.kind === "TypeError") return otherwise(error);
    throw error;
  }
}
