/** Assignment to several names. */

import { raise } from "../error.ts";
import { isIterable, toArray } from "./iterate.ts";
import { pyTypeName } from "./type-name.ts";
import type { Value } from "./data/values.ts";

/** The values of `a, b = value`. @throws JinjaError TypeError or ValueError when there are not exactly `count` */
export function unpack(value: Value, count: number): readonly Value[] {
  if (!isIterable(value)) raise("TypeError", `cannot unpack non-iterable ${pyTypeName(value)} object`);
  const items = toArray(value);
  if (items.length < count)
    raise("ValueError", `not enough values to unpack (expected ${count}, got ${items.length})`);
  if (items.length > count) raise("ValueError", `too many values to unpack (expected ${count})`);
  return items;
}
