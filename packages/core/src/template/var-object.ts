import type { Callable, Environment, Kwargs, RenderContext, Value } from "@tsmodel/jinja";
import { asString, jsonDumps, PyObject, toValue } from "@tsmodel/jinja";
import type { ErrorOptions } from "../errors/tsmodel-error.ts";
import { fail } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { pyFunction, toText } from "./python/function.ts";
import { secretPrefix } from "./env-var.ts";
import { secretMask } from "./secret-register.ts";
import { isTemplate } from "./template-text.ts";

/** Project variables as one node or file sees them. Values are raw: strings are rendered by `var()`. */
export interface VarProvider {
  get(name: string): Value | undefined;
  has(name: string): boolean;
  /** What the "not found" error lists. */
  all?(): { readonly [name: string]: unknown };
}

export interface VarOptions {
  readonly environment: Environment;
  readonly vars: VarProvider;
  /** Renders string values; without one they are given as they stand, as dbt does in property files. */
  readonly context?: RenderContext;
  /** Whether values that call something are rendered asynchronously: macros of a running node are. */
  readonly waits?: boolean;
  /** False: missing variables are None. */
  readonly required?: boolean;
  readonly node?: NonNullable<ErrorOptions["node"]>;
}

/** `var(name, default)` and `var.has_var(name)`. @throws TsmodelError var-missing */
export class VarObject extends PyObject {
  readonly pyTypeName: string = "Var";
  private readonly options: VarOptions;

  constructor(options: VarOptions) {
    super();
    this.options = options;
  }

  override pyCall(args: Value[], kwargs: Kwargs | null): Value | Promise<Value> {
    return this.callable(args, kwargs);
  }

  private readonly callable: Callable = pyFunction(
    "var",
    ["var_name", "default?"],
    (name: Value, fallback?: Value) => {
      const key = toText(name, "var() name");
      if (this.options.vars.has(key)) return this.rendered(key);
      return fallback === undefined ? this.missing(key) : fallback;
    },
  );

  override pyGetAttr(name: string): Value | undefined {
    if (name === "has_var") {
      return pyFunction("has_var", ["var_name"], (key: Value) =>
        this.options.vars.has(toText(key, "has_var() name")),
      );
    }
    if (name === "node_name") return this.options.node?.name ?? configuration;
    return undefined;
  }

  private rendered(name: string): Value | Promise<Value> {
    const raw = this.options.vars.get(name) ?? null;
    const text = asString(raw);
    const { context, environment, waits } = this.options;
    if (context === undefined || text === undefined || !isTemplate(text)) return raw;
    const template = environment.compile(text, { name: `var ${name}` });
    return waits && text.includes("(") ? template.renderAsync(context) : template.render(context);
  }

  private missing(name: string): Value {
    if (this.options.required === false) return null;
    const all = this.options.vars.all?.() ?? {};
    throw fail(
      "var-missing",
      {
        name,
        supplied: jsonDumps(toValue(hideSecrets(all)), { sortKeys: true, indent: 4 }),
        node: this.options.node?.name ?? configuration,
        nearest: findNearestName(name, Object.keys(all)),
      },
      { node: this.options.node },
    );
  }
}

/** dbt's name for the reader of a variable outside of any node. */
const configuration = "<Configuration>";

function hideSecrets(vars: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, name.startsWith(secretPrefix) ? secretMask : value]),
  );
}
