/** Functions of a node's context that parsing and running have in common. */
import { callValue, pyStr, type Callable, type Kwargs, type RenderContext, type Value } from "@tsmodel/jinja";
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { GraphNode } from "../manifest/node.ts";
import { logFunctions } from "../template/log-functions.ts";
import { pyFunction } from "../template/python/function.ts";
import { opensTemplate } from "../template/template-text.ts";
import type { ContextNode } from "./context-node.ts";
import { loadSeedTable } from "./seed-table.ts";
import type { SharedContext } from "./shared-context.ts";
import { StatementResults } from "./statement-results.ts";

export interface NodeFunctionsInput {
  readonly context: RenderContext & { readonly shared: SharedContext };
  readonly node: ContextNode;
  readonly mode: "sync" | "async";
  /** What `write(payload)` does; nothing while parsing. */
  readonly write?: (payload: string) => void;
}

export interface NodeFunctions {
  readonly names: readonly string[];
  readonly results: StatementResults;
  find(name: string): Value | undefined;
}

type Maker = (input: NodeFunctionsInput) => Value;

export function createNodeFunctions(input: NodeFunctionsInput): NodeFunctions {
  const results = new StatementResults();
  return {
    names: [...Object.keys(makers), ...Object.keys(results.functions), "_sql_results"],
    results,
    find(name) {
      if (Object.hasOwn(makers, name)) return makers[name]!(input);
      if (name === "_sql_results") return results.shown;
      return Object.hasOwn(results.functions, name) ? results.functions[name] : undefined;
    },
  };
}

const makers: { readonly [name: string]: Maker } = {
  render: ({ context, mode }) =>
    pyFunction("render", ["string"], (string: Value) => {
      const text = pyStr(string);
      if (!opensTemplate(text)) return text;
      const template = context.shared.environment.compile(text, { name: "render" });
      return mode === "sync" ? template.render(context) : template.renderAsync(context);
    }),
  try_or_compiler_error: ({ mode }) =>
    pyFunction(
      "try_or_compiler_error",
      ["message_if_exception", "func", "*args", "**kwargs"],
      (message: Value, func: Value, args: Value, named: Value) => {
        const failed = (cause: unknown): TsmodelError =>
          fail("compiler-error-raised", { message: pyStr(message) }, { cause });
        try {
          const result = callValue(func, args as Value[], named as unknown as Kwargs);
          if (mode === "sync" || !(result instanceof Promise)) return result;
          return result.catch((cause: unknown) => {
            throw failed(cause);
          });
        } catch (cause) {
          throw failed(cause);
        }
      },
    ),
  load_agate_table: ({ context, node }) =>
    pyFunction("load_agate_table", [], () => loadSeedTable(context.shared, node)),
  write: ({ node, write }) =>
    pyFunction("write", ["payload"], (payload: Value) => {
      if (node.resource_type === "macro" || node.resource_type === "source")
        throw fail("write-not-allowed", undefined);
      write?.(pyStr(payload));
      return "";
    }),
  adapter_macro: () =>
    pyFunction("adapter_macro", ["name", "*args", "**kwargs"], (name: Value) => {
      throw fail("adapter-macro", { name: pyStr(name) });
    }),
  submit_python_job: ({ node }) =>
    pyFunction("submit_python_job", ["parsed_model", "compiled_code"], () => {
      throw fail("submit-python", { model: node.name });
    }),
  log: (input) => logFunction("log", input),
  print: (input) => logFunction("print", input),
};

function logFunction(name: string, { context: { shared }, node }: NodeFunctionsInput): Callable {
  const functions = new Map(
    logFunctions({
      report: shared.effects.report,
      printing: shared.project.flags["print"] !== false,
      node: node as unknown as GraphNode,
    }),
  );
  return functions.get(name)!;
}
