export { ControlFlow, JinjaError, traceOf } from "./error.ts";
export type { ErrorKind, Frame } from "./error.ts";
export { codeFrame } from "./code-frame.ts";
export type { CodeFrameOptions, CodeFramePlace } from "./code-frame.ts";
export { lineColumn } from "./source-map.ts";
export type { LineColumn, SourceOrigin } from "./source-map.ts";

export { Environment } from "./environment.ts";
export type { CompileOptions, EnvironmentOptions, Filter, Test } from "./environment.ts";
export { Template } from "./template.ts";
export type { BindOptions, CompiledMacro, Marked, PreparedCode, RenderContext, RenderOptions } from "./template.ts";
export { MarkRecorder, Marks } from "./marks.ts";

export { extractBlocks, textOutsideBlocks } from "./extract-blocks.ts";
export type { Block, ExtractOptions } from "./extract-blocks.ts";
export { dottedPath, findCalls, literalValue, undeclaredNames } from "./meta.ts";
export type { FoundCall } from "./meta.ts";
export { forEachChild, walk } from "./syntax/walk.ts";
export type * from "./syntax/ast.ts";

export { Markup, NamedTuple, PyFloat, PyObject, Tuple, Undefined } from "./runtime/data/values.ts";
export type { Callable, Kwargs, MacroInfo, UndefinedMode, Value } from "./runtime/data/values.ts";
export { PyDict, lazyDict } from "./runtime/data/dict.ts";
export { PySet } from "./runtime/data/set.ts";
export { PyBytes } from "./runtime/data/bytes.ts";
export { PyRange } from "./runtime/data/range.ts";
export { PyIterator, contains, pyIterate, pyLen, toNext } from "./runtime/iterate.ts";
export { Namespace } from "./runtime/data/namespace.ts";
export { asString, pyRepr, pyStr } from "./runtime/text.ts";
export { isTruthy, pyCompare, pyEquals } from "./runtime/compare.ts";
export { pyTypeName } from "./runtime/type-name.ts";
export { fromValue, jsonDumps, toValue } from "./runtime/json.ts";
export type { JsonOptions } from "./runtime/json.ts";
export { bindArguments } from "./runtime/arguments.ts";
export { dictMethods, listMethods, setMethods, tupleMethods } from "./runtime/methods/collection-methods.ts";
export { stringMethods } from "./runtime/methods/string-methods.ts";
export { callMethod, callValue, getAttribute, getItem } from "./default-runtime.ts";
export { literalEval } from "./literal-eval.ts";
