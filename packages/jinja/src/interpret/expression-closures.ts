/**
 * Expressions to closures, step by step what expression-codegen.ts writes as code: the same order of evaluation, the
 * same place stored right before an operation runs.
 */

import type {
  Arguments,
  BinaryOperator,
  CallNode,
  CompareNode,
  CompareOperator,
  ConditionNode,
  Expression,
  FilterNode,
  GetattrNode,
  GetitemNode,
  NameNode,
  Target,
  TestNode,
} from "../syntax/ast.ts";
import { hasCall } from "../compile/expression-codegen.ts";
import type { Scope } from "../compile/scope.ts";
import {
  callMethod,
  callValue,
  getAttribute,
  getField,
  getItem,
  getSlice,
  isPlainField,
} from "../runtime/attributes.ts";
import { isTruthy, order, pyEquals } from "../runtime/compare.ts";
import { contains } from "../runtime/iterate.ts";
import {
  add,
  divide,
  floorDivide,
  multiply,
  negate,
  positive,
  power,
  remainder,
  subtract,
} from "../runtime/operators.ts";
import type { Runtime } from "../runtime/runtime.ts";
import {
  callMethodSync,
  callSync,
  concat,
  dictOf,
  kwargsShape,
  namespaceOf,
  noElse,
  spreadArgs,
  spreadKwargs,
  unset,
} from "../runtime/support.ts";
import { pyStr } from "../runtime/text.ts";
import { unpack } from "../runtime/unpack.ts";
import type { Kwargs, Value } from "../runtime/data/values.ts";
import { Tuple, Undefined } from "../runtime/data/values.ts";
import { lineColumn } from "../source-map.ts";
import type { Decide, Evaluate, Frame, Print } from "./frame.ts";
import { leaveToCodegen } from "./frame.ts";

const binaryOperators: Record<BinaryOperator, (left: Value, right: Value) => Value> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "//": floorDivide,
  "%": remainder,
  "**": power,
};

const compareOperators: Record<CompareOperator, (left: Value, right: Value) => boolean> = {
  "==": pyEquals,
  "!=": (left, right) => !pyEquals(left, right),
  "<": (left, right) => order(left, right, "<") < 0,
  "<=": (left, right) => order(left, right, "<=") <= 0,
  ">": (left, right) => order(left, right, ">") > 0,
  ">=": (left, right) => order(left, right, ">=") >= 0,
  in: (left, right) => contains(right, left),
  "not in": (left, right) => !contains(right, left),
};

/** A loop whose body is being read. */
export interface LoopSlots {
  readonly index: number;
  readonly items: number;
  /** Set when `loop` itself is used, beyond its counters. */
  needsObject: boolean;
}

/** `loop.name` where only the counter and the values are needed. */
const loopCounters: { readonly [name: string]: (index: number, length: number) => Value } = {
  index: (index) => index + 1,
  index0: (index) => index,
  first: (index) => index === 0,
  last: (index, length) => index === length - 1,
  length: (_index, length) => length,
  revindex: (index, length) => length - index,
  revindex0: (index, length) => length - index - 1,
};

interface Place {
  readonly start: number;
  readonly end: number;
}

export class ExpressionClosures {
  protected readonly source: string;
  readonly runtime: Runtime;
  protected scope: Scope;
  protected readonly loops: Map<Scope, LoopSlots> = new Map();
  /** Names that come from the context, in the order they are asked for, with their slots. */
  readonly freeNames: Map<string, number> = new Map();
  private readonly slots = new Map<string, number>();
  slotCount = 0;
  /** The place of errors that come before any operation. */
  firstPlace: Place | undefined;

  constructor(source: string, runtime: Runtime, scope: Scope) {
    this.source = source;
    this.runtime = runtime;
    this.scope = scope;
  }

  protected newSlot(): number {
    return this.slotCount++;
  }

  protected slotOf(ident: string): number {
    let slot = this.slots.get(ident);
    if (slot === undefined) this.slots.set(ident, (slot = this.newSlot()));
    return slot;
  }

  protected freeSlot(name: string): number {
    let slot = this.freeNames.get(name);
    if (slot === undefined) this.freeNames.set(name, (slot = this.newSlot()));
    return slot;
  }

  protected at(start: number, end: number): Place {
    const place = { start, end };
    this.firstPlace ??= place;
    return place;
  }

  /** The place of a node; in chains over several lines, the line of its own token. */
  protected place(node: { readonly start: number; readonly end: number; readonly at?: number }): Place {
    const { at } = node;
    const broken = at !== undefined && at > node.start && this.source.slice(node.start, at).includes("\n");
    return this.at(broken ? at : node.start, node.end);
  }

  expression(node: Expression): Evaluate {
    switch (node.type) {
      case "Const": {
        const { value } = node;
        return () => value;
      }
      case "Name":
        return this.name(node);
      case "List":
        return this.list(node.items);
      case "Tuple":
        return this.tuple(node.items);
      case "Dict": {
        const flat = this.list(node.entries.flatMap(({ key, value }) => [key, value]));
        const { start, end } = this.place(node);
        return (frame) => {
          const values = flat(frame);
          frame.start = start;
          frame.end = end;
          return dictOf(values);
        };
      }
      case "Concat":
        return this.concatenation(node.nodes);
      case "Binary": {
        const left = this.expression(node.left);
        const right = this.expression(node.right);
        const { start, end } = this.place(node);
        const run = binaryOperators[node.operator];
        return (frame) => {
          const a = left(frame);
          const b = right(frame);
          frame.start = start;
          frame.end = end;
          return run(a, b);
        };
      }
      case "Unary": {
        const operand = this.expression(node.node);
        const { start, end } = this.place(node);
        const run = node.operator === "-" ? negate : positive;
        return (frame) => {
          const value = operand(frame);
          frame.start = start;
          frame.end = end;
          return run(value);
        };
      }
      case "Logical": {
        const left = this.expression(node.left);
        const right = this.expression(node.right);
        const stopsAt = node.operator === "or";
        return (frame) => {
          const value = left(frame);
          return isTruthy(value) === stopsAt ? value : right(frame);
        };
      }
      case "Condition":
        return this.conditionExpression(node);
      case "Not":
      case "Compare":
      case "Test":
        return this.condition(node);
      case "Getattr":
        return this.attribute(node);
      case "Getitem":
        return this.item(node);
      case "Slice":
        return leaveToCodegen();
      case "Call":
        return this.call(node);
      case "Filter":
        return this.filter(node, null);
      default:
        return node satisfies never;
    }
  }

  protected list(nodes: readonly Expression[]): (frame: Frame) => Value[] {
    const items = nodes.map((node) => this.expression(node));
    const [first] = items;
    if (first === undefined) return () => [];
    if (items.length === 1) return (frame) => [first(frame)];
    return (frame) => {
      const values: Value[] = [];
      for (const item of items) values.push(item(frame));
      return values;
    };
  }

  private tuple(nodes: readonly Expression[]): Evaluate {
    const items = this.list(nodes);
    return (frame) => new Tuple(items(frame));
  }

  private concatenation(nodes: readonly Expression[]): Evaluate {
    const first = nodes.findIndex((node) => node.type !== "Const");
    const mayChange = first !== -1 && nodes.slice(first + 1).some(hasCall);
    if (mayChange) {
      const values = this.list(nodes);
      return (frame) => concat(values(frame));
    }
    const parts = nodes.map((node) => this.text(node));
    return (frame) => {
      let text = "";
      for (const part of parts) text += part(frame);
      return text;
    };
  }

  private conditionExpression(node: ConditionNode): Evaluate {
    const test = this.condition(node.test);
    const yes = this.expression(node.yes);
    const no =
      node.no === null ? () => noElse(lineColumn(this.source, node.start).line) : this.expression(node.no);
    return (frame) => (test(frame) ? yes(frame) : no(frame));
  }

  private attribute(node: GetattrNode): Evaluate {
    const { name } = node;
    const counter = this.loopCounter(node);
    if (counter !== undefined) return counter;
    const object = this.expression(node.node);
    const { start, end } = this.place(node);
    const get = isPlainField(name) ? getField : getAttribute;
    return (frame) => {
      const value = object(frame);
      frame.start = start;
      frame.end = end;
      return get(frame.runtime, value, name);
    };
  }

  private loopCounter({ node, name }: GetattrNode): Evaluate | undefined {
    if (node.type !== "Name" || node.name !== "loop") return undefined;
    const loop = this.loopOf("loop", this.scope.ref("loop"));
    const count = Object.hasOwn(loopCounters, name) ? loopCounters[name] : undefined;
    if (loop === undefined || count === undefined) return undefined;
    const { index, items } = loop;
    return ({ slots }) => count(slots[index] as number, (slots[items] as Value[]).length);
  }

  private item(node: GetitemNode): Evaluate {
    const { key } = node;
    const object = this.expression(node.node);
    if (key.type === "Slice") {
      const [from, to, step] = [key.from, key.to, key.step].map((part): Evaluate =>
        part === null ? () => null : this.expression(part),
      ) as [Evaluate, Evaluate, Evaluate];
      const { start, end } = this.place(node);
      return (frame) => {
        const value = object(frame);
        const bounds = [from(frame), to(frame), step(frame)] as const;
        frame.start = start;
        frame.end = end;
        return getSlice(value, ...bounds);
      };
    }
    const index = this.expression(key);
    const { start, end } = this.place(node);
    return (frame) => {
      const value = object(frame);
      const at = index(frame);
      frame.start = start;
      frame.end = end;
      return getItem(frame.runtime, value, at);
    };
  }

  private name({ name }: NameNode): Evaluate {
    const ident = this.scope.ref(name);
    const loop = this.loopOf(name, ident);
    if (loop !== undefined) loop.needsObject = true;
    const slot = this.variable(ident);
    if (!this.mayBeUnset(ident)) return (frame) => frame.slots[slot] as Value;
    return (frame) => {
      const value = frame.slots[slot];
      return value === undefined ? unset(frame.runtime, name) : value;
    };
  }

  /** The scope, from here outwards, that an identifier belongs to. */
  private ownerOf(ident: string): Scope {
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.parent) {
      if (scope.loads.has(ident)) return scope;
    }
    throw new Error(`no scope has ${ident}`);
  }

  /** The slot of an identifier: names that are only read are asked from the context once. */
  protected variable(ident: string): number {
    const owner = this.ownerOf(ident);
    const load = owner.loads.get(ident);
    if (load?.kind !== "resolve" || owner.stores.has(load.name)) return this.slotOf(ident);
    return this.freeSlot(load.name);
  }

  private mayBeUnset(ident: string): boolean {
    const load = this.scope.findLoad(ident);
    if (load === undefined || load.kind === "missing") return true;
    return load.kind === "alias" && this.mayBeUnset(load.ident);
  }

  /** The loop that a name means, when it means one. */
  private loopOf(name: string, ident: string): LoopSlots | undefined {
    return name === "loop" ? this.loops.get(this.ownerOf(ident)) : undefined;
  }

  /** What an expression prints. */
  protected text(node: Expression): Print {
    if (node.type === "Const") {
      const text = pyStr(node.value);
      return () => text;
    }
    const value = this.expression(node);
    if (node.type === "Concat") return value as Print;
    if (node.type !== "Name") return (frame) => pyStr(value(frame));
    // Only names have not stored their position by now.
    const { start, end } = this.place(node);
    return (frame) => {
      const named = value(frame);
      frame.start = start;
      frame.end = end;
      return pyStr(named);
    };
  }

  condition(node: Expression): Decide {
    switch (node.type) {
      case "Not": {
        const inner = this.condition(node.node);
        return (frame) => !inner(frame);
      }
      case "Logical": {
        const left = this.condition(node.left);
        const right = this.condition(node.right);
        return node.operator === "and"
          ? (frame) => left(frame) && right(frame)
          : (frame) => left(frame) || right(frame);
      }
      case "Compare":
        return this.comparison(node);
      case "Test":
        return this.test(node);
      default: {
        const value = this.expression(node);
        const { start, end } = this.place(node);
        return (frame) => {
          const decided = value(frame);
          frame.start = start;
          frame.end = end;
          return isTruthy(decided);
        };
      }
    }
  }

  private comparison(node: CompareNode): Decide {
    const first = this.expression(node.first);
    const steps = node.rest.map(({ operator, node: operand }) => {
      const right = this.expression(operand);
      return {
        holds: compareOperators[operator],
        right,
        place: this.place({ start: node.first.start, end: operand.end }),
      };
    });
    return (frame) => {
      let left = first(frame);
      for (const { holds, right, place } of steps) {
        const value = right(frame);
        frame.start = place.start;
        frame.end = place.end;
        if (!holds(left, value)) return false;
        left = value;
      }
      return true;
    };
  }

  private test(node: TestNode): Decide {
    const value = this.expression(node.node);
    const isPlain =
      node.args.length === 0 && node.kwargs.length === 0 && node.spread === null && node.kwSpread === null;
    if (isPlain && node.name === "none") return (frame) => value(frame) === null;
    if (isPlain && node.name === "defined") return (frame) => !(value(frame) instanceof Undefined);
    if (isPlain && node.name === "undefined") return (frame) => value(frame) instanceof Undefined;
    const run = this.runtime.tests.get(node.name) ?? leaveToCodegen();
    const { args, kwargs } = this.arguments(node);
    const { start, end } = this.place(node);
    return (frame) => {
      const tested = value(frame);
      const given = args(frame);
      const named = kwargs(frame);
      frame.start = start;
      frame.end = end;
      return run(frame.runtime, tested, given, named);
    };
  }

  /** @param input what is filtered, for the filter of a block */
  protected filter(node: FilterNode, input: Evaluate | null): Evaluate {
    const run = this.runtime.filters.get(node.name) ?? leaveToCodegen();
    const inner = node.node;
    const value =
      inner === null
        ? (input as Evaluate)
        : inner.type === "Filter"
          ? this.filter(inner, input)
          : this.expression(inner);
    const { args, kwargs } = this.arguments(node);
    const { start, end } = this.place(node);
    return (frame) => {
      const filtered = value(frame);
      const given = args(frame);
      const named = kwargs(frame);
      frame.start = start;
      frame.end = end;
      return run(frame.runtime, filtered, given, named);
    };
  }

  private call(node: CallNode): Evaluate {
    const { callee } = node;
    const isMethod = callee.type === "Getattr";
    const target = this.expression(isMethod ? callee.node : callee);
    const { args, kwargs } = this.arguments(node);
    const { start, end } = this.place(node);
    if (isMethod) {
      const { name } = callee;
      return (frame) => {
        const object = target(frame);
        const given = args(frame);
        const named = kwargs(frame);
        frame.start = start;
        frame.end = end;
        const { calls } = frame;
        if (calls === null) return callMethodSync(frame.runtime, object, name, given, named);
        return calls.result(() => callMethod(frame.runtime, object, name, given, named));
      };
    }
    return (frame) => {
      const called = target(frame);
      const given = args(frame);
      const named = kwargs(frame);
      frame.start = start;
      frame.end = end;
      const { calls } = frame;
      if (calls === null) return callSync(called, given, named);
      return calls.result(() => callValue(called, given, named));
    };
  }

  private arguments(node: Arguments): {
    args: (frame: Frame) => Value[];
    kwargs: (frame: Frame) => Kwargs | null;
  } {
    const own = this.list(node.args);
    if (node.spread === null) return { args: own, kwargs: this.keywords(node) };
    const spread = this.expression(node.spread);
    return { args: (frame) => spreadArgs(own(frame), spread(frame)), kwargs: this.keywords(node) };
  }

  private keywords(node: Arguments): (frame: Frame) => Kwargs | null {
    const names = node.kwargs.map(({ name }) => name);
    const values = this.list(node.kwargs.map(({ value }) => value));
    if (node.kwSpread !== null) {
      const spread = this.expression(node.kwSpread);
      return (frame) => {
        const given = values(frame);
        return spreadKwargs(
          names.map((name, i) => [name, given[i] as Value] as const),
          spread(frame),
        );
      };
    }
    if (names.length === 0) return () => null;
    if (new Set(names).size < names.length) return leaveToCodegen();
    const Shape = kwargsShape(names);
    return (frame) => new Shape(...values(frame));
  }

  /** Assigns a value. */
  protected store(target: Target, place: Place): (frame: Frame, value: Value) => void {
    switch (target.type) {
      case "Name": {
        const slot = this.slotOf(this.scope.ref(target.name));
        return (frame, value) => {
          frame.slots[slot] = value;
        };
      }
      case "NamespaceRef": {
        const read = this.read(target);
        return (frame, value) => {
          const named = read(frame);
          frame.start = place.start;
          frame.end = place.end;
          namespaceOf(named).set(target.attribute, value);
        };
      }
      case "TargetTuple": {
        const items = target.items.map((item) => this.store(item, place));
        return (frame, value) => {
          frame.start = place.start;
          frame.end = place.end;
          const values = unpack(value, items.length);
          items.forEach((item, i) => item(frame, values[i] as Value));
        };
      }
    }
  }

  protected read(target: { readonly name: string; readonly start: number; readonly end: number }): Evaluate {
    return this.expression({ type: "Name", name: target.name, start: target.start, end: target.end });
  }
}
