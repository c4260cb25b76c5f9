/** One JavaScript function being generated: what must be declared at its start, once its body is known. */

/** Loops whose `loop` is only asked for counters need no loop object. */
export interface LoopInfo {
  /** Round counter and array of the values, as JS variables. */
  readonly index: string;
  readonly items: string;
  /** A function that makes sure of a number of values, where a filter finds them one by one; else null. */
  pull: string | null;
  /** Set when `loop` itself is used. */
  needsObject: boolean;
  /** Set when something needs to know how many rounds there are. */
  needsLength: boolean;
}

export class CodeFunction {
  /** Name in error traces; null for the template itself. */
  readonly traceName: string | null;
  /** The variable that collects the function's own output; null when values are pushed (native rendering). */
  readonly buffer: string | null;
  /** Free names, read from the context once. */
  private readonly resolved = new Map<string, string>();
  private temporaries = 0;
  private usesAwaitTemporary = false;
  /** Whether its code waits for Promises: if not, it is a plain function also in asynchronous code. */
  waits = false;

  constructor(traceName: string | null, buffer: string | null) {
    this.traceName = traceName;
    this.buffer = buffer;
  }

  /** The constant that holds a free name. */
  resolve(name: string): string {
    let ident = this.resolved.get(name);
    if (ident === undefined) this.resolved.set(name, (ident = `r${this.depthMark}_${name}`));
    return ident;
  }

  /** Makes constants of nested functions differ. */
  depthMark = 0;

  temporary(): string {
    return `t${this.depthMark}_${++this.temporaries}`;
  }

  /** The temporary that results of calls pass through in async code. */
  awaitTemporary(): string {
    this.usesAwaitTemporary = true;
    this.waits = true;
    return `w${this.depthMark}`;
  }

  /** Declarations for everything asked for so far. */
  declarations(resolveHelper: string): string {
    const lines: string[] = [];
    for (const [name, ident] of this.resolved) {
      lines.push(`const ${ident} = ${resolveHelper}(E, C, ${JSON.stringify(name)});`);
    }
    const temporaries = Array.from({ length: this.temporaries }, (_, i) => `t${this.depthMark}_${i + 1}`);
    if (this.usesAwaitTemporary) temporaries.push(`w${this.depthMark}`);
    if (temporaries.length > 0) lines.push(`let ${temporaries.join(", ")};`);
    return lines.join("\n");
  }

  get needsResolve(): boolean {
    return this.resolved.size > 0;
  }
}
