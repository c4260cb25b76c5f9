/**
 * The syntax tree. Every node knows its stretch of the template's text; `at` is the token a chain's error belongs to
 * (the attribute after a dot, the filter's name, the operator), so that errors in many-line chains show the right line.
 */

import type { Value } from "../runtime/data/values.ts";

export interface NodeBase {
  readonly start: number;
  readonly end: number;
}

export interface TemplateNode extends NodeBase {
  readonly type: "Template";
  readonly body: readonly Statement[];
}

export type Statement =
  | OutputNode
  | IfNode
  | ForNode
  | SetNode
  | SetBlockNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | BlockNode
  | AutoescapeNode
  | LoaderNode
  | DoNode
  | BreakNode
  | ContinueNode;

/** Text and printed expressions in a row; `{% print a, b %}` too. */
export interface OutputNode extends NodeBase {
  readonly type: "Output";
  readonly nodes: readonly (DataNode | Expression)[];
}
export interface DataNode extends NodeBase {
  readonly type: "Data";
  /** With "\n" as line end. */
  readonly text: string;
}
export interface IfNode extends NodeBase {
  readonly type: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** Their own `elifs` and `otherwise` are empty. */
  readonly elifs: readonly IfNode[];
  readonly otherwise: readonly Statement[];
}
export interface ForNode extends NodeBase {
  readonly type: "For";
  readonly target: Target;
  readonly iterable: Expression;
  readonly filter: Expression | null;
  readonly recursive: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface SetNode extends NodeBase {
  readonly type: "Set";
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlockNode extends NodeBase {
  readonly type: "SetBlock";
  readonly target: Target;
  /** The filters after the name; their innermost `node` is null. */
  readonly filter: FilterNode | null;
  readonly body: readonly Statement[];
}
export interface Parameter extends NodeBase {
  readonly type: "Parameter";
  readonly name: string;
  readonly defaultValue: Expression | null;
  readonly annotation: TypeAnnotation | null;
}
/** `list[string]` is { name: "list", parameters: [{ name: "string", parameters: [] }] }. */
export interface TypeAnnotation {
  readonly name: string;
  readonly parameters: readonly TypeAnnotation[];
}
export type MacroTag = "macro" | "materialization" | "test" | "data_test" | "snapshot" | "docs";
export interface MacroNode extends NodeBase {
  readonly type: "Macro";
  readonly tag: MacroTag;
  /** The name as written. */
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Of a materialization: the adapter it is for, "default" unless written. */
  readonly adapter: string | null;
}
export interface CallBlockNode extends NodeBase {
  readonly type: "CallBlock";
  readonly parameters: readonly Parameter[];
  readonly call: CallNode;
  readonly body: readonly Statement[];
}
export interface FilterBlockNode extends NodeBase {
  readonly type: "FilterBlock";
  readonly filter: FilterNode;
  readonly body: readonly Statement[];
}
export interface WithNode extends NodeBase {
  readonly type: "With";
  readonly targets: readonly Target[];
  readonly values: readonly Expression[];
  readonly body: readonly Statement[];
}
export interface BlockNode extends NodeBase {
  readonly type: "Block";
  readonly name: string;
  readonly scoped: boolean;
  readonly body: readonly Statement[];
}
export interface AutoescapeNode extends NodeBase {
  readonly type: "Autoescape";
  readonly value: Expression;
  readonly body: readonly Statement[];
}
/** include, import, from and extends: there are no other templates to load, so executing one is an error. */
export interface LoaderNode extends NodeBase {
  readonly type: "Loader";
  readonly tag: "include" | "import" | "from" | "extends";
  readonly template: Expression;
  /** Names an import would define. */
  readonly names: readonly string[];
}
export interface DoNode extends NodeBase {
  readonly type: "Do";
  readonly value: Expression;
}
export interface BreakNode extends NodeBase {
  readonly type: "Break";
}
export interface ContinueNode extends NodeBase {
  readonly type: "Continue";
}

export type Expression =
  | ConstNode
  | NameNode
  | ListNode
  | TupleNode
  | DictNode
  | ConcatNode
  | BinaryNode
  | UnaryNode
  | NotNode
  | LogicalNode
  | ConditionNode
  | CompareNode
  | GetattrNode
  | GetitemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode;

export interface ConstNode extends NodeBase {
  readonly type: "Const";
  /** null, boolean, number, bigint, string or PyFloat. */
  readonly value: Value;
}
export interface NameNode extends NodeBase {
  readonly type: "Name";
  readonly name: string;
}
export interface ListNode extends NodeBase {
  readonly type: "List";
  readonly items: readonly Expression[];
}
export interface TupleNode extends NodeBase {
  readonly type: "Tuple";
  readonly items: readonly Expression[];
}
export interface DictNode extends NodeBase {
  readonly type: "Dict";
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}
/** `a ~ b ~ c` */
export interface ConcatNode extends NodeBase {
  readonly type: "Concat";
  readonly nodes: readonly Expression[];
}
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export interface BinaryNode extends NodeBase {
  readonly type: "Binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: number;
}
export interface UnaryNode extends NodeBase {
  readonly type: "Unary";
  readonly operator: "+" | "-";
  readonly node: Expression;
}
export interface NotNode extends NodeBase {
  readonly type: "Not";
  readonly node: Expression;
}
export interface LogicalNode extends NodeBase {
  readonly type: "Logical";
  readonly operator: "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}
/** `yes if test else no`; without else it is undefined. */
export interface ConditionNode extends NodeBase {
  readonly type: "Condition";
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression | null;
}
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
export interface CompareNode extends NodeBase {
  readonly type: "Compare";
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: CompareOperator;
    readonly node: Expression;
    readonly at: number;
  }[];
}
export interface GetattrNode extends NodeBase {
  readonly type: "Getattr";
  readonly node: Expression;
  readonly name: string;
  readonly at: number;
}
export interface GetitemNode extends NodeBase {
  readonly type: "Getitem";
  readonly node: Expression;
  readonly key: Expression;
  readonly at: number;
}
export interface SliceNode extends NodeBase {
  readonly type: "Slice";
  readonly from: Expression | null;
  readonly to: Expression | null;
  readonly step: Expression | null;
}
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly Keyword[];
  readonly spread: Expression | null;
  readonly kwSpread: Expression | null;
}
export interface Keyword extends NodeBase {
  readonly type: "Keyword";
  readonly name: string;
  readonly value: Expression;
}
export interface CallNode extends NodeBase, Arguments {
  readonly type: "Call";
  readonly callee: Expression;
  readonly at: number;
}
export interface FilterNode extends NodeBase, Arguments {
  readonly type: "Filter";
  /** Null when a block's output is filtered. */
  readonly node: Expression | null;
  readonly name: string;
  readonly at: number;
}
export interface TestNode extends NodeBase, Arguments {
  readonly type: "Test";
  readonly node: Expression;
  readonly name: string;
  readonly at: number;
}

/** What can be assigned to. */
export type Target = NameNode | TargetTuple | NamespaceRef;
export interface TargetTuple extends NodeBase {
  readonly type: "TargetTuple";
  readonly items: readonly Target[];
}
/** `ns.name` in `{% set ns.name = … %}` */
export interface NamespaceRef extends NodeBase {
  readonly type: "NamespaceRef";
  readonly name: string;
  readonly attribute: string;
}

export type Node = TemplateNode | Statement | DataNode | Expression | Target | Parameter | Keyword;
