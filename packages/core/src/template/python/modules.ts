import { lazyDict, PyDict } from "@tsmodel/jinja";
import { DateClass } from "./date.ts";
import { DateTimeClass } from "./date-time-class.ts";
import { createItertools } from "./itertools.ts";
import { createPytz } from "./pytz.ts";
import { createRe } from "../re/re-module.ts";
import { TimeDeltaClass } from "./time-delta.ts";
import { TzInfoClass } from "./time-zone.ts";
import { TimeClass } from "./time.ts";

export interface ModulesInput {
  /** The clock behind `datetime.now()`; local times are of the machine's zone. */
  now(): Date;
  /** Called before `modules.itertools` is first used: dbt says that it is deprecated. */
  onItertools?(): void;
}

/** `modules`: datetime, pytz, re, itertools. */
export function pythonModules(input: ModulesInput): PyDict {
  return PyDict.of([
    ["pytz", lazyDict(createPytz)],
    ["datetime", lazyDict(() => createDateTimeModule(input))],
    ["re", lazyDict(createRe)],
    ["itertools", lazyDict(() => createDeprecatedItertools(input))],
  ]);
}

function createDeprecatedItertools(input: ModulesInput): PyDict {
  input.onItertools?.();
  return createItertools();
}

function createDateTimeModule(input: ModulesInput): PyDict {
  const now = (): Date => input.now();
  return PyDict.of([
    ["date", new DateClass(now)],
    ["datetime", new DateTimeClass(now)],
    ["time", new TimeClass()],
    ["timedelta", new TimeDeltaClass()],
    ["tzinfo", new TzInfoClass()],
  ]);
}
