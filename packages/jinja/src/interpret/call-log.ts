/**
 * How an interpreted expression waits. Closures cannot stop halfway, so the expression is left by an exception when a
 * call gives a Promise, and evaluated once more when it is there: calls that are done are not made again, their results
 * are taken from the log. That is the same as waiting where nothing else that was read before a call can have changed by
 * it: `isReplayable` says so, and the code generator does the rest.
 */

import type { Expression, Node } from "../syntax/ast.ts";
import { forEachChild } from "../syntax/walk.ts";
import type { Value } from "../runtime/data/values.ts";
import { hasCall } from "../compile/expression-codegen.ts";
import type { Frame } from "./frame.ts";

/** Thrown out of an expression whose call is not done. */
class Waiting {
  readonly result: Promise<Value>;

  constructor(result: Promise<Value>) {
    this.result = result;
  }
}

/** The calls of one evaluation, in order. */
export class CallLog {
  private done: Value[] = [];
  private at = 0;

  /** A call's result: made now, unless it was before. */
  result(call: () => Value | Promise<Value>): Value {
    if (this.at < this.done.length) return this.done[this.at++] as Value;
    const result = call();
    if (result instanceof Promise) throw new Waiting(result);
    this.done.push(result);
    this.at++;
    return result;
  }

  /** A new expression. */
  clear(): void {
    if (this.done.length > 0) this.done = [];
    this.at = 0;
  }

  /** The same expression again, after one more call. */
  again(result: Value): void {
    this.done.push(result);
    this.at = 0;
  }
}

/** Evaluates an expression, waiting where it must, and goes on with its value. */
export function settle<Result>(
  frame: Frame,
  evaluate: (frame: Frame) => Result,
  use: (value: Result) => Promise<void> | undefined,
): Promise<void> | undefined {
  const { calls } = frame;
  if (calls === null) return use(evaluate(frame));
  calls.clear();
  return attempt(frame, calls, evaluate, use);
}

function attempt<Result>(
  frame: Frame,
  calls: CallLog,
  evaluate: (frame: Frame) => Result,
  use: (value: Result) => Promise<void> | undefined,
): Promise<void> | undefined {
  let value: Result;
  try {
    value = evaluate(frame);
  } catch (error) {
    if (!(error instanceof Waiting)) throw error;
    return error.result.then((result) => {
      calls.again(result);
      return attempt(frame, calls, evaluate, use);
    });
  }
  return use(value);
}

/** Whether an expression may be evaluated again up to a call that was waited for. */
export function isReplayable(node: Node): boolean {
  let isKnown = true;
  let wasRead = false;
  forEachOperand(node, (operand) => {
    if (!isReplayable(operand) || (wasRead && hasCall(operand as Expression))) isKnown = false;
    wasRead ||= !isFixed(operand);
  });
  return isKnown;
}

/** In the order of evaluation; of the method in `object.method()` it is the object that is evaluated. */
function forEachOperand(node: Node, visit: (operand: Node) => void): void {
  forEachChild(node, (child) => {
    if (node.type === "Call" && child === node.callee && child.type === "Getattr") visit(child.node);
    else visit(child);
  });
}

/** Whether a value is what it was, whatever a call does: variables keep their objects, calls are in the log. */
function isFixed(node: Node): boolean {
  switch (node.type) {
    case "Const":
    case "Name":
    case "Call":
      return true;
    case "List":
    case "Tuple":
    case "Dict":
    case "Keyword": {
      let areFixed = true;
      forEachChild(node, (child) => (areFixed &&= isFixed(child)));
      return areFixed;
    }
    default:
      return false;
  }
}
