/** Random programs of nested statements over a few names: what each name means where is decided by the scope pass. */

import type { Random } from "./random.ts";

const names = ["a", "b", "c", "n"];

export class ScopeGenerator {
  private readonly random: Random;
  private macros = 0;

  constructor(random: Random) {
    this.random = random;
  }

  template(): string {
    this.macros = 0;
    return this.block(3, false);
  }

  private name(): string {
    return this.random.pick(names);
  }

  private value(): string {
    const { random } = this;
    return random.pick([
      String(random.int(9)),
      this.name(),
      `${this.name()} ~ 'x'`,
      `[${this.name()}, 1]`,
      `${this.name()} is defined`,
      `${this.name()}|default('d')`,
      `(${this.name()} if ${this.name()} else ${this.name()})`,
    ]);
  }

  private print(): string {
    return `{{ ${this.value()} }};`;
  }

  private block(depth: number, inLoop: boolean): string {
    return this.random.times(4, () => this.statement(depth, inLoop)).join("") + this.print();
  }

  private statement(depth: number, inLoop: boolean): string {
    const { random } = this;
    if (depth === 0) return random.chance(0.5) ? this.print() : `{% set ${this.name()} = ${this.value()} %}`;
    const inner = (loop = inLoop): string => this.block(depth - 1, loop);
    switch (random.int(13)) {
      case 0:
      case 1:
        return `{% set ${this.name()} = ${this.value()} %}`;
      case 2:
        return `{% set ${this.name()}, ${this.name()} = ${this.value()}, ${this.value()} %}`;
      case 3:
        return `{% if ${this.value()} %}${inner()}{% endif %}`;
      case 4:
        return `{% if ${this.value()} %}${inner()}{% elif ${this.value()} %}${inner()}{% else %}${inner()}{% endif %}`;
      case 5:
        return `{% for ${this.name()} in range(${random.int(3)}) %}${inner(true)}{% else %}${inner()}{% endfor %}`;
      case 6:
        return `{% for ${this.name()} in [1, 2, 3] if ${this.value()} %}{{ loop.index }}${inner(true)}{% endfor %}`;
      case 7:
        return `{% set ${this.name()} %}${inner()}{% endset %}`;
      case 8:
        return `{% filter upper %}${inner()}{% endfilter %}`;
      case 9:
        return `{% with ${this.name()} = ${this.value()} %}${inner()}{% endwith %}`;
      case 10: {
        const macro = `m${++this.macros}`;
        const parameter = this.name();
        const body = inner(false);
        return `{% macro ${macro}(${parameter}=${this.value()}, z=${parameter}) %}<${body}{{ z }}>{% endmacro %}{{ ${macro}(${random.chance(0.5) ? this.value() : ""}) }}`;
      }
      case 11: {
        const macro = `m${++this.macros}`;
        return `{% macro ${macro}() %}<{{ caller(${this.value()}) }}>{% endmacro %}{% call(${this.name()}) ${macro}() %}${inner(false)}{% endcall %}`;
      }
      default:
        return inLoop
          ? `{% if ${this.value()} %}{% ${random.pick(["break", "continue"])} %}{% endif %}`
          : this.print();
    }
  }
}
