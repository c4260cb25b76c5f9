/** Attributes, items and calls, inside the sandbox: names that start with "_" are refused on everything but dict keys. */

import { raise } from "../error.ts";
import { PyDict } from "./data/dict.ts";
import { characters, hasSurrogates } from "./iterate.ts";
import { dictMethods, listMethods, setMethods, tupleMethods } from "./methods/collection-methods.ts";
import { markupMethods } from "./methods/markup-methods.ts";
import { numberAttribute } from "./methods/number-methods.ts";
import { stringMethods } from "./methods/string-methods.ts";
import { asIndex } from "./number/numbers.ts";
import type { Method, Runtime } from "./runtime.ts";
import { PySet } from "./data/set.ts";
import { sliceItems, sliceText } from "./slice.ts";
import { pyReprString } from "./string/string-repr.ts";
import { asString } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import { undefinedError } from "./undefined.ts";
import type { Callable, Kwargs, MacroInfo, Value } from "./data/values.ts";
import { Markup, NamedTuple, PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

/** Attributes that every Python object has; a template may not see them. */
const objectAttributes = new Set(
  (
    "__class__ __init__ __new__ __doc__ __dict__ __module__ __str__ __repr__ __eq__ __ne__ __hash__ __lt__ __le__ __gt__ __ge__ " +
    "__format__ __dir__ __reduce__ __reduce_ex__ __getattribute__ __setattr__ __delattr__ __sizeof__ __subclasshook__ __init_subclass__"
  ).split(" "),
);

/** The method of a built-in type's value, or JS undefined. */
function findMethod(object: Value, name: string): Method<Value> | undefined {
  if (typeof object === "string") return stringMethods.get(name) as Method<Value> | undefined;
  if (object instanceof PyDict) return dictMethods.get(name) as Method<Value> | undefined;
  if (Array.isArray(object)) return listMethods.get(name) as Method<Value> | undefined;
  if (object instanceof Tuple) return tupleMethods.get(name) as Method<Value> | undefined;
  if (object instanceof PySet) return setMethods.get(name) as Method<Value> | undefined;
  if (object instanceof Markup) return markupMethods.get(name) as Method<Value> | undefined;
  return undefined;
}

function bindMethod(object: Value, name: string, method: Method<Value>, runtime: Runtime): Callable {
  const bound: Callable = (args, kwargs) => method(object, args, kwargs, runtime);
  bound.pyRepr = `<built-in method ${name} of ${pyTypeName(object)} object at 0x000000000000>`;
  bound.pyTypeName = "builtin_function_or_method";
  return bound;
}

/** Python's getattr without the sandbox; JS undefined when there is no such attribute. */
function findAttribute(object: Value, name: string, runtime: Runtime): Value | undefined {
  if (object instanceof PyObject) return object.pyGetAttr(name);
  const method = findMethod(object, name);
  if (method !== undefined) return bindMethod(object, name, method, runtime);
  if (typeof object === "function") {
    if (object.pyMacro !== undefined) return macroAttribute(object.pyMacro, name);
    const attributes = object.pyAttributes;
    return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  }
  if (object instanceof NamedTuple) return object.items[object.fields.indexOf(name)];
  if (
    typeof object === "number" ||
    typeof object === "bigint" ||
    typeof object === "boolean" ||
    object instanceof PyFloat
  ) {
    return numberAttribute(object, name);
  }
  return undefined;
}

function macroAttribute(macro: MacroInfo, name: string): Value | undefined {
  switch (name) {
    case "name":
      return macro.name;
    case "arguments":
      return new Tuple(macro.argumentNames);
    case "catch_kwargs":
      return macro.catchKwargs;
    case "catch_varargs":
      return macro.catchVarargs;
    case "caller":
      return macro.usesCaller;
    case "explicit_caller":
      return macro.argumentNames.includes("caller");
    default:
      return undefined;
  }
}

/** Python's `object[key]`; JS undefined when that raises a TypeError or LookupError. */
function findItem(object: Value, key: Value): Value | undefined {
  if (object instanceof PyDict) return isHashable(key) ? object.get(key) : undefined;
  if (object instanceof PyObject) return object.pyGetItem(key);
  const index = asIndex(key);
  if (index === undefined) return undefined;
  if (Array.isArray(object)) return object[index < 0 ? index + object.length : index];
  if (object instanceof Tuple) return object.items[index < 0 ? index + object.items.length : index];
  if (typeof object === "string") return characterAt(object, index);
  if (object instanceof Markup) {
    const character = characterAt(object.text, index);
    return character === undefined ? undefined : new Markup(character);
  }
  return undefined;
}

function isHashable(key: Value): boolean {
  if (typeof key !== "object" || key === null) return true;
  if (key instanceof Tuple) return key.items.every(isHashable);
  if (key instanceof PyObject) return isHashableObject(key);
  return !(Array.isArray(key) || key instanceof PyDict || key instanceof PySet);
}

function isHashableObject(key: PyObject): boolean {
  try {
    key.pyHashKey();
    return true;
  } catch {
    return false;
  }
}

function characterAt(text: string, index: number): string | undefined {
  if (hasSurrogates(text)) {
    const units = characters(text);
    return units[index < 0 ? index + units.length : index];
  }
  return text[index < 0 ? index + text.length : index];
}

function unsafe(object: Value, name: string, runtime: Runtime): Value {
  const hint = `access to attribute ${pyReprString(name)} of ${pyReprString(pyTypeName(object))} object is unsafe.`;
  return runtime.undefined({ name, owner: object, hint, kind: "SecurityError" });
}

/** Attributes of dbt's parse-phase undefined. */
function captureAttribute(object: Undefined, name: string, runtime: Runtime): Value {
  if (name === "name") return object.name ?? null;
  if (name === "hint") return object.hint ?? null;
  if (name === "node") return null;
  if (name === "unsafe_callable" || name === "alters_data") return false;
  if (name.startsWith("_")) return unsafe(object, name, runtime);
  object.name = name;
  return new Undefined({ name, hint: object.hint, capture: true });
}

/** `object.name` */
export function getAttribute(runtime: Runtime, object: Value, name: string): Value {
  if (object instanceof PyDict && !dictMethods.has(name)) {
    const item = object.get(name);
    if (item !== undefined && !objectAttributes.has(name)) return item;
  }
  if (object instanceof Undefined) {
    if (object.capture) return captureAttribute(object, name, runtime);
    throw undefinedError(object);
  }
  const attribute = findAttribute(object, name, runtime);
  if (name.charCodeAt(0) === 95 && (attribute !== undefined || objectAttributes.has(name)))
    return unsafe(object, name, runtime);
  if (attribute !== undefined) return attribute;
  const item = findItem(object, name);
  return item === undefined ? runtime.undefined({ owner: object, name }) : item;
}

/** `object.name` for names that no dict has as method, which is most of them: `c.name`, `row.total`. */
export function getField(runtime: Runtime, object: Value, name: string): Value {
  if (object instanceof PyDict) {
    const item = object.getText(name);
    if (item !== undefined) return item;
  }
  return getAttribute(runtime, object, name);
}

/** Whether `getField` may be used for a name. */
export function isPlainField(name: string): boolean {
  return !dictMethods.has(name) && name.charCodeAt(0) !== 95;
}

/** `object[key]` */
export function getItem(runtime: Runtime, object: Value, key: Value): Value {
  if (object instanceof Undefined) {
    if (object.capture) return object;
    throw undefinedError(object);
  }
  const item = findItem(object, key);
  if (item !== undefined) return item;
  const name = asString(key);
  if (name !== undefined) {
    const attribute = findAttribute(object, name, runtime);
    if (name.charCodeAt(0) === 95 && (attribute !== undefined || objectAttributes.has(name)))
      return unsafe(object, name, runtime);
    if (attribute !== undefined) return attribute;
  }
  return runtime.undefined({ owner: object, name: key });
}

/** `object|attr(name)`: attribute only. */
export function getAttributeOnly(runtime: Runtime, object: Value, name: string): Value {
  if (object instanceof Undefined) return getAttribute(runtime, object, name);
  const attribute = findAttribute(object, name, runtime);
  if (name.charCodeAt(0) === 95 && (attribute !== undefined || objectAttributes.has(name)))
    return unsafe(object, name, runtime);
  return attribute === undefined ? runtime.undefined({ owner: object, name }) : attribute;
}

/** `object[from:to:step]`. @throws JinjaError TypeError when it cannot be sliced */
export function getSlice(object: Value, from: Value, to: Value, step: Value): Value {
  if (typeof object === "string") return sliceText(object, from, to, step);
  if (Array.isArray(object)) return sliceItems(object, from, to, step);
  if (object instanceof Tuple) return new Tuple(sliceItems(object.items, from, to, step));
  if (object instanceof Markup) return new Markup(sliceText(object.text, from, to, step));
  if (object instanceof Undefined) {
    if (object.capture) return object;
    throw undefinedError(object);
  }
  if (object instanceof PyObject) {
    const part = object.pyGetSlice?.(from, to, step);
    if (part !== undefined) return part;
  }
  // Jinja2 slices directly, without turning what cannot be sliced into undefined.
  if (object instanceof PyDict) raise("TypeError", "unhashable type: 'slice'");
  return raise("TypeError", `'${pyTypeName(object)}' object is not subscriptable`);
}

/** `callee(*args, **kwargs)`. @throws JinjaError UndefinedError or TypeError when it cannot be called */
export function callValue(callee: Value, args: Value[], kwargs: Kwargs | null): Value | Promise<Value> {
  if (typeof callee === "function") return callee(args, kwargs);
  if (callee instanceof PyObject && callee.pyCall !== undefined) return callee.pyCall(args, kwargs);
  if (callee instanceof Undefined) {
    // Jinja2 looks for a mark of its own on what it calls, which dbt's undefined takes for an attribute of the user's.
    if (!callee.capture) throw undefinedError(callee);
    callee.name = "jinja_pass_arg";
    return callee;
  }
  return raise("TypeError", `'${pyTypeName(callee)}' object is not callable`);
}

/** `object.name(*args, **kwargs)` */
export function callMethod(
  runtime: Runtime,
  object: Value,
  name: string,
  args: Value[],
  kwargs: Kwargs | null,
): Value | Promise<Value> {
  if (object instanceof PyObject) {
    const attribute = name.charCodeAt(0) === 95 ? undefined : object.pyGetAttr(name);
    if (typeof attribute === "function") return attribute(args, kwargs);
  } else {
    const method = findMethod(object, name);
    if (method !== undefined) return method(object, args, kwargs, runtime);
  }
  return callValue(getAttribute(runtime, object, name), args, kwargs);
}

/** Whether `callable(value)` holds. */
export function isCallable(value: Value): boolean {
  return (
    typeof value === "function" ||
    value instanceof Undefined ||
    (value instanceof PyObject && value.pyCall !== undefined)
  );
}
