export { JinjaError, ControlFlow, traceOf } from "./error.ts";
export type { Frame, ErrorKind } from "./error.ts";
export { codeFrame } from "./code-frame.ts";
export type { CodeFrameOptions, CodeFramePlace } from "./code-frame.ts";
export { Markup, PyFloat, PyObject, Tuple, Undefined } from "./runtime/values.ts";
export type { Callable, Kwargs, UndefinedMode, Value } from "./runtime/values.ts";
export { PyDict, lazyDict } from "./runtime/dict.ts";
export { PySet } from "./runtime/set.ts";
export * from "./api.ts";
