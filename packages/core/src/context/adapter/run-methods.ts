import type { Methods } from "../../template/python/function.ts";
import type { AdapterScope } from "./adapter-scope.ts";
import { columnMethods } from "./column-methods.ts";
import { fixtureMethods } from "./fixture-methods.ts";
import { queryMethods } from "./query-methods.ts";
import { relationMethods } from "./relation-methods.ts";
import { strategyMethods } from "./strategy-methods.ts";

/** Every adapter method of a running node that core itself has. */
export const runMethods: Methods<AdapterScope> = {
  ...queryMethods,
  ...relationMethods,
  ...columnMethods,
  ...fixtureMethods,
  ...strategyMethods,
};

export const runMethodNames: ReadonlySet<string> = new Set(Object.keys(runMethods));
