/**
 * Macros as a context hands them out. Every call through a context passes here: this is where `return()` ends, where
 * the stack of running macros is kept, and where calls made by the node itself are noticed.
 */
import {
  JinjaError,
  type Callable,
  type Kwargs,
  type MarkRecorder,
  type RenderContext,
  type Value,
} from "@tsmodel/jinja";
import type { MacroNode } from "../manifest/node.ts";
import { MacroReturn } from "../template/macro-return.ts";
import type { MacroRegistry } from "./macro-registry.ts";
import type { MacroStack } from "./macro-stack.ts";

export interface MacroScope {
  readonly registry: MacroRegistry;
  readonly mode: "sync" | "async";
  readonly stack: MacroStack;
  readonly marks?: MarkRecorder;
  /** Told about each call that no other macro made. */
  readonly onCall?: (macro: MacroNode) => void;
  /** Given instead of calling the macro (unit tests override macros with values); JS undefined: call it. */
  readonly override?: (macro: MacroNode) => Value | undefined;
}

/** A macro bound to a context: its free names are looked up there. Compiled when it is first called. */
export function bindMacro(macro: MacroNode, context: RenderContext, scope: MacroScope): Callable {
  let bound: Callable | undefined;
  const call = (args: Value[], kwargs: Kwargs | null): Value | Promise<Value> => {
    bound ??= scope.registry
      .compile(macro)
      .bind(context, { mode: scope.mode, undefined: "default", marks: scope.marks });
    return bound(args, kwargs);
  };
  const callable: Callable =
    scope.mode === "sync" ? syncCall(macro, scope, call) : asyncCall(macro, scope, call);
  callable.pyRepr = `<macro ${macro.unique_id}>`;
  return callable;
}

/** Far more than Python's stack allows dbt, far less than ours would hold. */
const DEEPEST = 400;

function enter(macro: MacroNode, { stack, onCall }: MacroScope): void {
  if (stack.depth === 0) onCall?.(macro);
  if (stack.depth >= DEEPEST) throw new JinjaError("RecursionError", "maximum recursion depth exceeded");
  stack.push(macro.unique_id);
}

function syncCall(macro: MacroNode, scope: MacroScope, call: Callable): Callable {
  const { stack } = scope;
  return (args, kwargs) => {
    enter(macro, scope);
    try {
      const fixed = scope.override?.(macro);
      return fixed === undefined ? call(args, kwargs) : fixed;
    } catch (error) {
      return returned(error);
    } finally {
      stack.pop();
    }
  };
}

function asyncCall(macro: MacroNode, scope: MacroScope, call: Callable): Callable {
  const { stack } = scope;
  const settle = async (result: Promise<Value>): Promise<Value> => {
    try {
      return await result;
    } catch (error) {
      return returned(error);
    } finally {
      stack.pop();
    }
  };
  return (args, kwargs) => {
    enter(macro, scope);
    let result: Value | Promise<Value>;
    try {
      const fixed = scope.override?.(macro);
      result = fixed === undefined ? call(args, kwargs) : fixed;
    } catch (error) {
      stack.pop();
      return returned(error);
    }
    if (result instanceof Promise) return settle(result);
    stack.pop();
    return result;
  };
}

/** What `return()` was given. @throws anything else */
function returned(error: unknown): Value {
  if (error instanceof MacroReturn) return error.value;
  throw error;
}
