import type { Callable, Value } from "@tsmodel/jinja";
import { isTruthy, pyStr } from "@tsmodel/jinja";
import type { Report } from "../events/event.ts";
import type { GraphNode } from "../manifest/node.ts";
import { pyFunction } from "./python/function.ts";
import { maskPlaceholders } from "./secret-register.ts";

export interface LogInput {
  readonly report: Report;
  /** False: `print()` is silent (--no-print). */
  readonly printing: boolean;
  /** The running node, for structured logs. A layer of one node makes its own `log` and `print` with it. */
  readonly node?: GraphNode;
}

/** `log(msg, info=False)` and `print(msg)`; both give ''. */
export function logFunctions(input: LogInput): [string, Callable][] {
  const { report, node } = input;
  const log = pyFunction("log", ["msg", "info?"], (message: Value, info?: Value) => {
    const text = maskPlaceholders(pyStr(message));
    const shown = isTruthy(info ?? false);
    report({
      type: "message",
      level: shown ? "info" : "debug",
      name: shown ? "JinjaLogInfo" : "JinjaLogDebug",
      code: shown ? "I062" : "I063",
      text,
      node,
    });
    return "";
  });
  const print = pyFunction("print", ["msg"], (message: Value) => {
    if (input.printing)
      report({
        type: "message",
        level: "info",
        name: "PrintEvent",
        code: "Z052",
        text: pyStr(message),
        node,
      });
    return "";
  });
  return [
    ["log", log],
    ["print", print],
  ];
}

/** Where tables of a command print to (`print_table()`): the line break at the end is the reporter's. */
export function tableWriter(report: Report): (text: string) => void {
  return (text) =>
    report({
      type: "message",
      level: "info",
      name: "PrintEvent",
      code: "Z052",
      text: text.replace(/\n$/, ""),
    });
}
