/**
 * A template that is rendered once is not worth code of its own: generating, compiling and warming it up takes ten times
 * as long as walking its tree. Its statements become closures instead, step by step what codegen.ts writes; macros in it,
 * call blocks and what else is rare are left to the code generator. A statement that has to wait gives a Promise, and what
 * comes after it goes on from there.
 */

import type {
  ConstNode,
  DataNode,
  Expression,
  FilterNode,
  ForNode,
  IfNode,
  MacroNode,
  SetBlockNode,
  SetNode,
  Statement,
  Target,
  TemplateNode,
} from "../syntax/ast.ts";
import { isReturn } from "../compile/codegen.ts";
import { blockScope, findUndeclared, forScopes, macroScope, templateScope } from "../compile/scope.ts";
import type { Scope } from "../compile/scope.ts";
import type { MarkedTemplate, MarkRecorder } from "../marks.ts";
import { ControlFlow } from "../error.ts";
import { Loop } from "../runtime/data/loop.ts";
import type { Callable, Kwargs, MacroInfo, Value } from "../runtime/data/values.ts";
import { toArray } from "../runtime/iterate.ts";
import type { Runtime } from "../runtime/runtime.ts";
import {
  asMacro,
  checkKwargs,
  fail,
  leavesMacro,
  namespaceOf,
  notProvided,
  resolve,
  tooManyArgs,
} from "../runtime/support.ts";
import { CallLog, isReplayable, settle } from "./call-log.ts";
import { ExpressionClosures } from "./expression-closures.ts";
import type { LoopSlots } from "./expression-closures.ts";
import type { Frame, Run } from "./frame.ts";
import { leaveToCodegen, notInterpreted } from "./frame.ts";

interface NameSource {
  get(name: string): Value | undefined;
}

/**
 * Renders a template to text; a Promise of it where something is waited for.
 * @throws what the generated code would throw, with the same trace
 */
export type Renderer = (
  context: NameSource,
  template: MarkedTemplate,
  recorder: MarkRecorder | null,
) => string | Promise<string>;

/**
 * @param hasMacros whether a macro is a variable of the template
 * @param isAsync whether Promises are waited for
 * @returns undefined where the code generator must do it, which also reports what is wrong with the template
 */
export function buildRenderer(
  source: string,
  template: TemplateNode,
  runtime: Runtime,
  hasMacros: boolean,
  isAsync: boolean,
): Renderer | undefined {
  if (!template.body.every(isInterpreted)) return undefined;
  const closures = new StatementClosures(source, runtime, templateScope(template.body, hasMacros), { isAsync, isMacro: false });
  try {
    const run = closures.template(template.body);
    return (context, owner, recorder) => render(closures, run, context, owner, recorder) as string | Promise<string>;
  } catch (error) {
    if (error === notInterpreted) return undefined;
    throw error;
  }
}

/** A macro that is walked at each call, for a context. */
export type MacroWalk = (context: NameSource, template: MarkedTemplate, recorder: MarkRecorder | null) => Callable;

/** Names that mean something else in a macro. */
const SPECIAL = ["caller", "kwargs", "varargs", "loop"];

/**
 * A macro whose names all come from the context but for its parameters: what dbt's macros are.
 * @returns undefined where the code generator must do it
 */
export function buildMacroWalk(
  source: string,
  body: readonly Statement[],
  node: MacroNode,
  runtime: Runtime,
  isAsync: boolean,
): MacroWalk | undefined {
  const names = node.parameters.map(({ name }) => name);
  const isSimple = node.parameters.every(
    ({ defaultValue }) => defaultValue === null || defaultValue.type === "Const",
  );
  if (!isSimple || !node.body.every(isInterpreted) || names.some((name) => SPECIAL.includes(name)))
    return undefined;
  if (findUndeclared(node.body, SPECIAL.slice(0, 3)).size > 0) return undefined;
  const scope = macroScope(node, templateScope(body, false), []);
  const closures = new StatementClosures(source, runtime, scope, { isAsync, isMacro: true });
  try {
    const slots = names.map((name) => closures.parameter(name));
    const run = closures.template(node.body);
    const defaults = node.parameters.map(({ defaultValue }) => defaultValue as ConstNode | null);
    const info = {
      name: node.name,
      argumentNames: names,
      catchKwargs: false,
      catchVarargs: false,
      usesCaller: false,
    };
    return (context, owner, recorder) =>
      asMacro((args, kwargs) => {
        const given = bindArguments(args, kwargs, info);
        return render(closures, run, context, owner, recorder, {
          name: node.name,
          fill: (frame) =>
            slots.forEach((slot, i) => {
              const [value, otherwise] = [given[i], defaults[i]];
              if (value !== undefined) frame.slots[slot] = value;
              else frame.slots[slot] = otherwise ? otherwise.value : notProvided(runtime, names[i]!);
            }),
        });
      }, info);
  } catch (error) {
    if (error === notInterpreted) return undefined;
    throw error;
  }
}

/** By parameter; undefined where nothing is given. */
function bindArguments(
  args: readonly Value[],
  kwargs: Kwargs | null,
  info: MacroInfo,
): (Value | undefined)[] {
  const { argumentNames } = info;
  const given: (Value | undefined)[] = argumentNames.map((_, i) => args[i]);
  if (kwargs !== null) {
    let used = 0;
    argumentNames.forEach((name, i) => {
      if (args.length > i || kwargs[name] === undefined) return;
      given[i] = kwargs[name];
      used++;
    });
    checkKwargs(kwargs, used, info, args.length);
  }
  if (args.length > argumentNames.length) tooManyArgs(info);
  return given;
}

/** What a render of a macro has before its body. */
interface Called {
  readonly name: string;
  fill(frame: Frame): void;
}

function render(
  closures: StatementClosures,
  run: Run,
  context: NameSource,
  template: MarkedTemplate,
  recorder: MarkRecorder | null,
  called?: Called,
): Value | Promise<Value> {
  const { runtime, freeNames, slotCount, firstPlace, isAsync } = closures;
  const { start = 0, end = 0 } = firstPlace ?? {};
  const frame: Frame = {
    runtime,
    slots: new Array<Value | undefined>(slotCount).fill(undefined),
    output: "",
    start,
    end,
    marks: recorder === null ? null : recorder.open(template, called?.name ?? template.name),
    recorder,
    calls: isAsync ? new CallLog() : null,
  };
  const { marks } = frame;
  const finish = (): string =>
    recorder === null || marks === null ? frame.output : recorder.close(marks, frame.output);
  const failed = (error: unknown): Value => {
    if (error instanceof Leaving) return error.value;
    throw fail(error, template, [frame.start, frame.end], called?.name ?? null, 0);
  };
  try {
    for (const [name, slot] of freeNames) frame.slots[slot] = resolve(runtime, context, name);
    called?.fill(frame);
    const pending = run(frame);
    return pending === undefined ? finish() : pending.then(finish, failed);
  } catch (error) {
    return failed(error);
  }
}

/** Thrown by `return(value)` out of the macro that has it. */
class Leaving extends ControlFlow {
  readonly value: Value;

  constructor(value: Value) {
    super();
    this.value = value;
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
  readonly isAsync: boolean;
  private readonly isMacro: boolean;

  constructor(source: string, runtime: Runtime, scope: Scope, { isAsync, isMacro }: { readonly isAsync: boolean; readonly isMacro: boolean }) {
    super(source, runtime, scope);
    this.isAsync = isAsync;
    this.isMacro = isMacro;
  }

  parameter(name: string): number {
    return this.slotOf(this.scope.ref(name));
  }

  template(body: readonly Statement[]): Run {
    return inTurn([...this.enter(this.scope), ...this.statements(body)]);
  }

  private statements(nodes: readonly Statement[]): Run[] {
    return nodes.flatMap((node) => this.statement(node));
  }

  private statement(node: Statement): Run | Run[] {
    switch (node.type) {
      case "Output":
        return node.nodes.map((part) => this.print(part));
      case "If":
        return this.ifStatement(node);
      case "For":
        return this.forStatement(node);
      case "Set":
        return this.set(node);
      case "SetBlock":
        return this.setBlock(node);
      case "Do": {
        const evaluate = this.whole(node.value, (value) => this.expression(value));
        return this.leave(node.value, (frame) => settle(frame, evaluate, nothing));
      }
      default:
        return leaveToCodegen();
    }
  }

  /** An expression that nothing else is evaluated with. */
  private whole<Closure>(node: Expression, build: (node: Expression) => Closure): Closure {
    if (this.isAsync && !isReplayable(node)) leaveToCodegen();
    return build(node);
  }

  private print(node: DataNode | Expression): Run {
    const { start, end } = node;
    if (node.type === "Data") {
      const { text } = node;
      return (frame) => {
        frame.marks?.text(frame.output.length, start, end);
        frame.output += text;
        return undefined;
      };
    }
    const evaluate = this.whole(node, (value) => this.text(value));
    return this.leave(node, (frame) => {
      if (frame.recorder !== null && frame.marks !== null) frame.recorder.last = null;
      return settle(frame, evaluate, (text) => {
        frame.marks?.value(frame.output.length, start, end, text);
        frame.output += text;
        return undefined;
      });
    });
  }

  /** Where `return(value)` would only throw, the macro is left without calling it. `run`: what is done otherwise. */
  private leave(node: Expression, run: Run): Run {
    if (!this.isMacro || node.type !== "Call" || !isReturn(node)) return run;
    const callee = this.expression(node.callee);
    const argument = this.whole(node.args[0] as Expression, (value) => this.expression(value));
    const leave = (frame: Frame): Promise<void> | undefined =>
      settle(frame, argument, (value) => {
        throw new Leaving(value);
      });
    return (frame) => (leavesMacro(callee(frame)) ? leave(frame) : run(frame));
  }

  private ifStatement(node: IfNode): Run {
    const branches = [node, ...node.elifs].map(({ test, body }) => {
      const condition = this.whole(test, (value) => this.condition(value));
      return { condition, run: inTurn(this.statements(body)) };
    });
    const otherwise = inTurn(this.statements(node.otherwise));
    const from = (index: number, frame: Frame): Promise<void> | undefined => {
      const branch = branches[index];
      if (branch === undefined) return otherwise(frame);
      return settle(frame, branch.condition, (holds) => (holds ? branch.run(frame) : from(index + 1, frame)));
    };
    return (frame) => from(0, frame);
  }

  private set({ target, value }: SetNode): Run {
    const place = this.at(target.start, value.end);
    const checks = this.namespaceChecks(target, place);
    const evaluate = this.whole(value, (node) => this.expression(node));
    const store = this.store(target, place);
    return (frame) => {
      for (const check of checks) check(frame);
      return settle(frame, evaluate, (result) => {
        store(frame, result);
        return undefined;
      });
    };
  }

  /** Whether the names of `ns.x` targets are namespaces is checked before the value is evaluated. */
  private namespaceChecks(
    target: Target,
    place: { readonly start: number; readonly end: number },
  ): ((frame: Frame) => void)[] {
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
      filter:
        node.filter === null
          ? (frame: Frame) => frame.slots[buffer] as Value
          : this.whole(node.filter, () =>
              this.filter(node.filter as FilterNode, (frame) => frame.slots[buffer] as Value),
            ),
    }));
    const store = this.store(node.target, this.at(node.start, node.end));
    return (frame) => {
      const { output, marks } = frame;
      frame.output = "";
      frame.marks = null;
      const finish = (): Promise<void> | undefined => {
        frame.slots[buffer] = frame.output;
        frame.output = output;
        frame.marks = marks;
        return settle(frame, filter, (value) => {
          store(frame, value);
          return undefined;
        });
      };
      return next(body(frame), finish);
    };
  }

  private forStatement(node: ForNode): Run {
    if (assignsLoop(node)) return leaveToCodegen();
    const usesLoop = findUndeclared(node.body, ["loop"]).has("loop");
    const scopes = forScopes(node, this.scope, usesLoop);
    const loop: LoopSlots = { index: this.newSlot(), items: this.newSlot(), needsObject: false };
    const iterable = this.whole(node.iterable, (value) => this.expression(value));
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
    const runFrom = (
      from: number,
      frame: Frame,
      items: readonly Value[],
      current: Loop | undefined,
    ): Promise<void> | undefined => {
      const { slots } = frame;
      for (let index = from; index < items.length; index++) {
        slots[loop.index] = index;
        slots[loop.items] = items as Value[];
        if (current !== undefined) {
          current.index0 = index;
          slots[object as number] = current;
        }
        store(frame, items[index] as Value);
        const pending = body(frame);
        if (pending !== undefined) return pending.then(() => runFrom(index + 1, frame, items, current));
      }
      return items.length === 0 ? otherwise(frame) : undefined;
    };
    return (frame) =>
      settle(frame, iterable, (values) => {
        frame.start = start;
        frame.end = end;
        const items = toArray(values);
        const current = object === undefined ? undefined : new Loop(frame.runtime, items, 0, null, null);
        return runFrom(0, frame, items, current);
      });
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
    return undefined;
  };
}

const nothing = (): undefined => undefined;

const next = (
  pending: Promise<void> | undefined,
  run: () => Promise<void> | undefined,
): Promise<void> | undefined => (pending === undefined ? run() : pending.then(run));

function inTurn(steps: readonly Run[]): Run {
  const [only] = steps;
  if (only === undefined) return nothing;
  if (steps.length === 1) return only;
  return (frame) => runFrom(0, steps, frame);
}

function runFrom(from: number, steps: readonly Run[], frame: Frame): Promise<void> | undefined {
  for (let index = from; index < steps.length; index++) {
    const pending = (steps[index] as Run)(frame);
    if (pending !== undefined) return pending.then(() => runFrom(index + 1, steps, frame));
  }
  return undefined;
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
