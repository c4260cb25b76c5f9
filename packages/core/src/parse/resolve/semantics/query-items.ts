/**
 * `{{ Dimension('user__country') }}` and its like in filters and saved queries: rendered as dbt_semantic_interfaces does,
 * with functions that note what was asked for, and read by its rules of names.
 */
import { asString, Environment, isTruthy, pyIterate, pyStr, PyObject, type Value } from "@tsmodel/jinja";
import { pyFunction } from "../../../template/python/function.ts";
import { GRAINS } from "../../properties/semantic-words.ts";

type Kind = "Dimension" | "TimeDimension" | "Entity" | "Metric";

interface Description {
  readonly kind: Kind;
  readonly name: string;
  readonly entityPath: readonly string[];
  readonly grain: string | null;
  readonly datePart: string | null;
  readonly groupBy: readonly string[];
  readonly descending: boolean | null;
}

/** What a name of a query item says. */
export interface QueryItem {
  readonly element: string;
  readonly grain: string | null;
  /** The same text for the same item, whatever the order it is sorted in. */
  readonly key: string;
}

export interface ItemPlace {
  readonly environment: Environment;
  readonly customGrains: ReadonlySet<string>;
  readonly isOrderBy?: boolean;
}

const METHODS: { readonly [kind in Kind]: readonly string[] } = {
  Dimension: ["descending", "grain", "date_part"],
  TimeDimension: [],
  Entity: [],
  Metric: [],
};

/** All items of a template, once each. @throws Error with the reason */
export function readQueryItems(template: string, place: ItemPlace): QueryItem[] {
  const found = new Map<string, Description>();
  const note = (description: Description): void => void found.set(JSON.stringify(description), description);
  const methods = (kind: Kind): readonly string[] =>
    place.isOrderBy ? [...METHODS[kind], "descending"] : METHODS[kind];
  const item = (kind: Kind, given: Partial<Description>): Value =>
    new Builder({ ...NOTHING, ...given, kind }, methods(kind), note);
  const functions: { readonly [name: string]: Value } = {
    Dimension: pyFunction("Dimension", ["name", "entity_path?"], (name: Value, path: Value | undefined) =>
      item("Dimension", { name: pyStr(name), entityPath: texts(path) }),
    ),
    TimeDimension: pyFunction(
      "TimeDimension",
      ["time_dimension_name", "time_granularity_name?", "entity_path?", "descending?", "date_part_name?"],
      (
        name: Value,
        grain: Value | undefined,
        path: Value | undefined,
        descending: Value | undefined,
        part: Value | undefined,
      ) =>
        item("TimeDimension", {
          name: pyStr(name),
          grain: text(grain),
          entityPath: texts(path),
          descending: descending == null ? null : isTruthy(descending),
          datePart: text(part),
        }),
    ),
    Entity: pyFunction("Entity", ["entity_name", "entity_path?"], (name: Value, path: Value | undefined) =>
      item("Entity", { name: pyStr(name), entityPath: texts(path) }),
    ),
    Metric: pyFunction("Metric", ["metric_name", "group_by?"], (name: Value, groupBy: Value | undefined) =>
      item("Metric", { name: pyStr(name), groupBy: texts(groupBy) }),
    ),
  };
  place.environment.compile(template, { name: "filter" }).render({ get: (name) => functions[name] });
  return [...found.values()].map((description) => readItem(description, place));
}

const NOTHING = { name: "", entityPath: [], grain: null, datePart: null, groupBy: [], descending: null };

const text = (value: Value | undefined): string | null =>
  value == null ? null : (asString(value) ?? pyStr(value));
const texts = (value: Value | undefined): string[] =>
  value == null ? [] : [...pyIterate(value)].map((one) => pyStr(one));

class Builder extends PyObject {
  readonly pyTypeName: string;
  private description: Description;
  private readonly methods: readonly string[];
  private readonly note: (description: Description) => void;

  constructor(
    description: Description,
    methods: readonly string[],
    note: (description: Description) => void,
  ) {
    super();
    this.pyTypeName = description.kind;
    this.description = description;
    this.methods = methods;
    this.note = note;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "grain") return this.method(name, (value) => ({ grain: pyStr(value) }));
    if (name === "date_part") return this.method(name, (value) => ({ datePart: pyStr(value) }));
    return name === "descending"
      ? this.method(name, (value) => ({ descending: isTruthy(value) }))
      : undefined;
  }

  private method(name: string, change: (value: Value) => Partial<Description>): Value {
    return pyFunction(name, ["value"], (value: Value) => {
      if (!this.methods.includes(name))
        throw new Error(`\`${name}\` can't be used with \`${this.pyTypeName}\` here`);
      this.description = { ...this.description, ...change(value) };
      return this;
    });
  }

  /** What is printed is what counts. */
  override pyStr(): string {
    this.note(this.description);
    return "";
  }
}

const DATE_PARTS: readonly string[] = ["year", "quarter", "month", "day", "dow", "doy"];

/** @throws Error with the reason */
function readItem(description: Description, { customGrains, isOrderBy }: ItemPlace): QueryItem {
  const { kind, name, grain, datePart, groupBy } = description;
  const key = JSON.stringify({ ...description, descending: null });
  if (kind === "Metric") {
    if (groupBy.length === 0 && isOrderBy !== true)
      throw new Error("Metric() needs the `group_by` parameter here: by which entities the metric is taken");
    return { element: name, grain: null, key };
  }
  const isTime = kind === "TimeDimension" || (kind === "Dimension" && (grain !== null || datePart !== null));
  const read = readName(name, isTime ? customGrains : new Set());
  if (kind === "Entity") {
    if (read.grain !== null)
      throw new Error(`Name is in an incorrect format: '${name}'. It should not contain a time grain suffix`);
    return { element: read.element, grain: null, key };
  }
  if (read.links !== 1 && read.element !== "metric_time")
    throw new Error(
      `Name is in an incorrect format: '${name}'. It should be of the form <primary entity name>__<dimension_name>`,
    );
  if (!isTime) return { element: read.element, grain: null, key };
  if (read.grain !== null && grain !== null && read.grain !== grain)
    throw new Error(
      `Received different grains, '${read.grain}' in the name '${name}' and '${grain}' beside it`,
    );
  if (datePart !== null && !DATE_PARTS.includes(datePart.toLowerCase()))
    throw new Error(`'${datePart}' is no date part (${DATE_PARTS.join(", ")})`);
  return { element: read.element, grain: (read.grain ?? grain)?.toLowerCase() ?? null, key };
}

/** "listing__created_at__month": links, element, grain. */
function readName(
  name: string,
  customGrains: ReadonlySet<string>,
): { readonly links: number; readonly element: string; readonly grain: string | null } {
  const parts = name.split("__");
  const last = parts.at(-1)!;
  if (parts.length === 1) return { links: 0, element: last, grain: null };
  if (!GRAINS.includes(last) && !customGrains.has(last))
    return { links: parts.length - 1, element: last, grain: null };
  return { links: parts.length - 2, element: parts.at(-2)!, grain: last };
}
