/**
 * A template that is rendered once is not worth code of its own: generating, compiling and warming it up takes ten times
 * as long as walking its tree. Its statements become closures instead, step by step what codegen.ts writes; macros, call
 * blocks and what else is rare are left to the code generator.
 */

import type {
  DataNode,
  Expression,
  ForNode,
  IfNode,
  OutputNode,
  SetBlockNode,
  SetNode,
  Statement,
  Target,
  TemplateNode,
} from "../syntax/ast.ts";
import { blockScope, findUndeclared, forScopes, templateScope } from "../compile/scope.ts";
import type { Scope } from "../compile/scope.ts";
import type { MarkedTemplate } from "../marks.ts";
import { Loop } from "../runtime/data/loop.ts";
import type { Value } from "../runtime/data/values.ts";
import { toArray } from "../runtime/iterate.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { fail, namespaceOf, resolve } from "../runtime/support.ts";
import { ExpressionClosures } from "./expression-closures.ts";
import type { LoopSlots } from "./expression-closures.ts";
import type { Frame, Print, Run } from "./frame.ts";
import { leaveToCodegen, notInterpreted } from "./frame.ts";

interface NameSource {
  get(name: string): Value | undefined;
}

/** Renders a template to text. @throws what the generated code would throw, with the same trace */
export type Renderer = (context: NameSource, template: MarkedTemplate) => string;

/**
 * @param hasMacros whether a macro is a variable of the template
 * @returns undefined where the code generator must do it, which also reports what is wrong with the template
 */
export function buildRenderer(
  source: string,
  template: TemplateNode,
  runtime: Runtime,
  hasMacros: boolean,
): Renderer | undefined {
  if (!template.body.every(isInterpreted)) return undefined;
  const closures = new StatementClosures(source, runtime, templateScope(template.body, hasMacros));
  try {
    const run = closures.template(template.body);
    return (context, owner) => render(closures, run, context, owner);
  } catch (error) {
    if (error === notInterpreted) return undefined;
    throw error;
  }
}

function render(
  closures: StatementClosures,
  run: Run,
  context: NameSource,
  template: MarkedTemplate,
): string {
  const { runtime, freeNames, slotCount, firstPlace } = closures;
  const { start = 0, end = 0 } = firstPlace ?? {};
  const frame: Frame = {
    runtime,
    slots: new Array<Value | undefined>(slotCount).fill(undefined),
    output: "",
    start,
    end,
  };
  try {
    for (const [name, slot] of freeNames) frame.slots[slot] = resolve(runtime, context, name);
    run(frame);
    return frame.output;
  } catch (error) {
    throw fail(error, template, [frame.start, frame.end], null, 0);
  }
}

/** Statements that this way of running knows. */
function isInterpreted(node: Statement): boolean {
  switch (node.type) {
    case "Output":
    case "Set":
    case "Do":
      return true;
    case "SetBlock":
      return node.body.every(isInterpreted);
    case "If":
      return [...node.body, ...node.elifs, ...node.otherwise].every(isInterpreted);
    case "For":
      return (
        !node.recursive && node.filter === null && [...node.body, ...node.otherwise].every(isInterpreted)
      );
    default:
      return false;
  }
}

class StatementClosures extends ExpressionClosures {
  template(body: readonly Statement[]): Run {
    return inTurn([...this.enter(this.scope), ...this.statements(body)]);
  }

  private statements(nodes: readonly Statement[]): Run[] {
    return nodes.map((node) => this.statement(node));
  }

  private statement(node: Statement): Run {
    switch (node.type) {
      case "Output":
        return this.output(node);
      case "If":
        return this.ifStatement(node);
      case "For":
        return this.forStatement(node);
      case "Set":
        return this.set(node);
      case "SetBlock":
        return this.setBlock(node);
      case "Do":
        return this.expression(node.value);
      default:
        return leaveToCodegen();
    }
  }

  private output({ nodes }: OutputNode): Run {
    const parts: Print[] = nodes.map((node: DataNode | Expression) => {
      if (node.type !== "Data") return this.text(node);
      const { text } = node;
      return () => text;
    });
    return (frame) => {
      let text = "";
      for (const part of parts) text += part(frame);
      frame.output += text;
    };
  }

  private ifStatement(node: IfNode): Run {
    const branches = [node, ...node.elifs].map(({ test, body }) => {
      const condition = this.condition(test);
      return { condition, run: inTurn(this.statements(body)) };
    });
    const otherwise = inTurn(this.statements(node.otherwise));
    return (frame) => {
      for (const { condition, run } of branches) if (condition(frame)) return run(frame);
      otherwise(frame);
    };
  }

  private set({ target, value }: SetNode): Run {
    const place = this.at(target.start, value.end);
    const checks = this.namespaceChecks(target, place);
    const evaluate = this.expression(value);
    const store = this.store(target, place);
    if (checks.length === 0) return (frame) => store(frame, evaluate(frame));
    return (frame) => {
      for (const check of checks) check(frame);
      store(frame, evaluate(frame));
    };
  }

  /** Whether the names of `ns.x` targets are namespaces is checked before the value is evaluated. */
  private namespaceChecks(target: Target, place: { readonly start: number; readonly end: number }): Run[] {
    if (target.type === "TargetTuple")
      return target.items.flatMap((item) => this.namespaceChecks(item, place));
    if (target.type === "Name") return [];
    const read = this.read(target);
    return [
      (frame) => {
        const value = read(frame);
        frame.start = place.start;
        frame.end = place.end;
        namespaceOf(value);
      },
    ];
  }

  private setBlock(node: SetBlockNode): Run {
    const scope = blockScope(node.body, this.scope);
    const buffer = this.newSlot();
    const { body, filter } = this.within(scope, () => ({
      body: inTurn([...this.enter(scope), ...this.statements(node.body)]),
      filter: node.filter === null ? null : this.filter(node.filter, (frame) => frame.slots[buffer] as Value),
    }));
    const store = this.store(node.target, this.at(node.start, node.end));
    return (frame) => {
      const outer = frame.output;
      frame.output = "";
      body(frame);
      const text: Value = frame.output;
      frame.output = outer;
      frame.slots[buffer] = text;
      store(frame, filter === null ? text : filter(frame));
    };
  }

  private forStatement(node: ForNode): Run {
    if (assignsLoop(node)) return leaveToCodegen();
    const usesLoop = findUndeclared(node.body, ["loop"]).has("loop");
    const scopes = forScopes(node, this.scope, usesLoop);
    const loop: LoopSlots = { index: this.newSlot(), items: this.newSlot(), needsObject: false };
    const iterable = this.expression(node.iterable);
    if (scopes.body.refs.has("loop")) this.loops.set(scopes.body, loop);
    const body = this.within(scopes.body, () =>
      inTurn([...this.enter(scopes.body), ...this.statements(node.body)]),
    );
    const store = this.within(scopes.body, () => this.store(node.target, this.place(node.target)));
    const loopName = loop.needsObject ? scopes.body.refs.get("loop") : undefined;
    const object = loopName === undefined ? undefined : this.slotOf(loopName);
    const { start, end } = this.place(node.iterable);
    const otherwise = this.within(scopes.otherwise, () =>
      inTurn([...this.enter(scopes.otherwise), ...this.statements(node.otherwise)]),
    );
    return (frame) => {
      const values = iterable(frame);
      frame.start = start;
      frame.end = end;
      const items = toArray(values);
      const current = object === undefined ? undefined : new Loop(frame.runtime, items, 0, null, null);
      const { slots } = frame;
      for (let index = 0; index < items.length; index++) {
        const item = items[index] as Value;
        slots[loop.index] = index;
        slots[loop.items] = items as Value[];
        if (current !== undefined) {
          current.index0 = index;
          slots[object as number] = current;
        }
        store(frame, item);
        body(frame);
      }
      if (items.length === 0) otherwise(frame);
    };
  }

  /** Gives the variables of a scope their first values. */
  private enter(scope: Scope): Run[] {
    const first: Run[] = [];
    for (const [ident, load] of scope.loads) {
      if (load.kind === "missing") first.push(copy(this.slotOf(ident), undefined));
      else if (load.kind === "alias") first.push(copy(this.slotOf(ident), this.outer(scope, load.ident)));
      else if (load.kind === "resolve" && scope.stores.has(load.name))
        first.push(copy(this.slotOf(ident), this.freeSlot(load.name)));
    }
    return first;
  }

  private outer(scope: Scope, ident: string): number {
    return this.within(scope.parent ?? scope, () => this.variable(ident));
  }

  private within<Result>(scope: Scope, build: () => Result): Result {
    const outer = this.scope;
    this.scope = scope;
    const result = build();
    this.scope = outer;
    return result;
  }
}

function copy(to: number, from: number | undefined): Run {
  return ({ slots }) => {
    slots[to] = from === undefined ? undefined : slots[from];
  };
}

function inTurn(steps: readonly Run[]): Run {
  const [only] = steps;
  if (only === undefined) return () => {};
  if (steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) step(frame);
  };
}

/** Jinja2 refuses templates that set `loop` inside a loop. */
function assignsLoop(node: ForNode): boolean {
  const isLoop = (target: Target): boolean => target.type === "Name" && target.name === "loop";
  const inBody = (child: Statement): boolean => {
    switch (child.type) {
      case "Set":
        return isLoop(child.target);
      case "SetBlock":
        return isLoop(child.target) || child.body.some(inBody);
      case "If":
        return [...child.body, ...child.elifs, ...child.otherwise].some(inBody);
      case "For":
        return isLoop(child.target) || [...child.body, ...child.otherwise].some(inBody);
      default:
        return false;
    }
  };
  return inBody(node);
}
