import type { RenderContext, Value } from "@tsmodel/jinja";
import type { RefArgs } from "../manifest/node.ts";
import type { SharedContext } from "./shared-context.ts";

/** What a context needs to know of the node it is made for. Any manifest node fits. */
export interface ContextNode {
  readonly resource_type: string;
  readonly name: string;
  readonly unique_id: string;
  readonly package_name: string;
  readonly path: string;
  readonly original_file_path: string;
  readonly fqn?: readonly string[];
  readonly database?: string | null;
  readonly schema?: string | null;
  readonly alias?: string | null;
  readonly identifier?: string;
  readonly config?: { readonly [key: string]: unknown };
  readonly language?: string;
}

/** What rendering a node at parse time brought to light, in order of appearance. */
export interface Captured {
  readonly refs: RefArgs[];
  readonly sources: string[][];
  readonly metrics: string[][];
  /** [name] or [package, name] */
  readonly functions: string[][];
  /** All config() calls merged by dbt's rules ("pre-hook" hyphenated); empty without a call. Plain JSON. */
  readonly configCall: { [key: string]: unknown };
  readonly configCalled: boolean;
  /** Unique ids of the macros called by the node itself (not by other macros). */
  readonly macros: string[];
  /** Environment variables read, with the value found; defaults that were used instead are null. */
  readonly envVars: Map<string, string | null>;
  /** Vars read, by name. */
  readonly vars: Set<string>;
}

export interface ParseContext extends RenderContext {
  readonly captured: Captured;
}

/** The context of a node's text while parsing: `execute` is False, calls are captured, adapter methods are dbt's stand-ins. */
export declare function createParseContext(shared: SharedContext, node: ContextNode): ParseContext;

/** The context in which generate_schema_name and its kin run: parse-time adapter, but real `config.get` of the node. */
export declare function createGenerateNameContext(shared: SharedContext, packageName?: string): RenderContext;

/** Calls a macro synchronously (generate_schema_name(custom, node)). @throws TsmodelError */
export declare function callMacroSync(shared: SharedContext, context: RenderContext, macroId: string, args: Value[], kwargs?: Record<string, Value>): Value;
