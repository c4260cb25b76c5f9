/** Whether two JSON-like values are equal, whatever the order of keys; host objects count by what they print as JSON. */
export function sameValue(a: unknown, b: unknown): boolean {
  const left = plain(a);
  const right = plain(b);
  if (left === right) return true;
  if (typeof left === "number" && typeof right === "number") return Number.isNaN(left) && Number.isNaN(right);
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left)) return sameList(left, right as readonly unknown[]);
  return sameMapping(left as Record<string, unknown>, right as Record<string, unknown>);
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
}

function sameMapping(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** Dates and dicts as their JSON, boxed floats as numbers, missing as null. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  const boxed = value as { toJSON?: () => unknown; n?: unknown };
  if (typeof boxed.toJSON === "function") return boxed.toJSON();
  const isFloat = typeof boxed.n === "number" && Object.getPrototypeOf(value) !== Object.prototype;
  return isFloat ? boxed.n : value;
}
