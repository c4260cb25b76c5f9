/**
 * What `metric()` gives while running: the metric, with the fields of dbt's Metric class, nested ones as instances of
 * theirs: `metric('x').type_params.measure.name`. Printed by itself it is the name.
 */
import { PyDict, PyObject, pyRepr, type Value } from "@tsmodel/jinja";
import type { Manifest } from "../manifest/manifest.ts";
import type { SemanticResource } from "../manifest/node.ts";
import { pyFunction } from "../template/python/function.ts";
import { lazyValue } from "./lazy-value.ts";
import { MetricReference } from "./metric-reference.ts";

/** How a field is typed: an instance of a class, a member of an enumeration, or a list of these. */
type Kind =
  { readonly of: string; readonly fields: Kinds } | { readonly enum: string } | { readonly list: Kind };
type Kinds = { readonly [field: string]: Kind };

const filter: Kind = {
  of: "WhereFilterIntersection",
  fields: { where_filters: { list: { of: "WhereFilter", fields: {} } } },
};
const window: Kind = { of: "MetricTimeWindow", fields: {} };
const measure: Kind = { of: "MetricInputMeasure", fields: { filter } };
const input: Kind = { of: "MetricInput", fields: { filter, offset_window: window } };
const conversion: Kind = {
  of: "ConversionTypeParams",
  fields: {
    base_measure: measure,
    conversion_measure: measure,
    calculation: { enum: "ConversionCalculationType" },
    window,
    constant_properties: { list: { of: "ConstantPropertyInput", fields: {} } },
  },
};
const METRIC: Kinds = {
  type: { enum: "MetricType" },
  type_params: {
    of: "MetricTypeParams",
    fields: {
      measure,
      input_measures: { list: measure },
      numerator: input,
      denominator: input,
      window,
      grain_to_date: { enum: "TimeGranularity" },
      metrics: { list: input },
      conversion_type_params: conversion,
      cumulative_type_params: {
        of: "CumulativeTypeParams",
        fields: { window, period_agg: { enum: "PeriodAggregation" }, metric: input },
      },
    },
  },
  filter,
  config: { of: "MetricConfig", fields: {} },
  depends_on: { of: "DependsOn", fields: {} },
};

function valueOf(json: unknown, kind: Kind | undefined): Value {
  if (json === null || json === undefined || kind === undefined) return lazyValue(json);
  if ("list" in kind) return (json as unknown[]).map((item) => valueOf(item, kind.list));
  if ("enum" in kind) return new EnumMember(kind.enum, json as string);
  return new Instance(kind.of, json as { readonly [field: string]: unknown }, kind.fields);
}

class EnumMember extends PyObject {
  readonly pyTypeName: string;
  readonly value: string;

  constructor(type: string, value: string) {
    super();
    this.pyTypeName = type;
    this.value = value;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "value") return this.value;
    return name === "name" ? this.value.toUpperCase() : undefined;
  }
  override pyStr(): string {
    return `${this.pyTypeName}.${this.value.toUpperCase()}`;
  }
  override pyRepr(): string {
    return `<${this.pyStr()}: ${pyRepr(this.value)}>`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof EnumMember && other.pyStr() === this.pyStr();
  }
}

/** An instance of a Python dataclass. */
class Instance extends PyObject {
  readonly pyTypeName: string;
  private readonly json: { readonly [field: string]: unknown };
  private readonly kinds: Kinds;

  constructor(type: string, json: { readonly [field: string]: unknown }, kinds: Kinds) {
    super();
    this.pyTypeName = type;
    this.json = json;
    this.kinds = kinds;
  }

  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(this.json, name) ? valueOf(this.json[name], this.kinds[name]) : undefined;
  }
  override pyRepr(): string {
    const fields = Object.keys(this.json).map((name) => `${name}=${pyRepr(this.pyGetAttr(name)!)}`);
    return `${this.pyTypeName}(${fields.join(", ")})`;
  }
  override pyStr(): string {
    return this.pyRepr();
  }
}

export class ResolvedMetric extends MetricReference {
  override readonly pyTypeName: string = "ResolvedMetricReference";
  private readonly node: SemanticResource;
  private readonly manifest: Manifest;

  constructor(node: SemanticResource, manifest: Manifest) {
    super(node.name, node.package_name);
    this.node = node;
    this.manifest = manifest;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (Object.hasOwn(DEPENDENCIES, name))
      return pyFunction(name, [], () => DEPENDENCIES[name]!(this.upstream()));
    const { type_params: params } = this.node as {
      readonly type_params?: { readonly input_measures: unknown; readonly metrics: unknown };
    };
    if (name === "input_measures") return valueOf(params?.input_measures ?? [], { list: measure });
    if (name === "input_metrics") return valueOf(params?.metrics ?? [], { list: input });
    const known = super.pyGetAttr(name);
    if (known !== undefined || !Object.hasOwn(this.node, name)) return known;
    return valueOf(this.node[name], METRIC[name]);
  }

  /** The metric and those it is made of, from above, with how many steps up they are (from 1); as often as they are met. */
  private upstream(metric: SemanticResource = this.node, depth = 1): Upstream[] {
    const parents = metric.depends_on.nodes.flatMap((id) => this.manifest.metrics.get(id) ?? []);
    return [{ metric, depth }, ...parents.flatMap((parent) => this.upstream(parent, depth + 1))];
  }
}

interface Upstream {
  readonly metric: SemanticResource;
  readonly depth: number;
}

const isDerived = ({ metric }: Upstream): boolean => metric.type === "derived" || metric.type === "ratio";
const namesOf = (found: readonly Upstream[]): string[] => [
  ...new Set(found.map(({ metric }) => metric.name)),
];

/** dbt's functions of a metric. */
const DEPENDENCIES: { readonly [name: string]: (found: readonly Upstream[]) => Value } = {
  full_metric_dependency: namesOf,
  base_metric_dependency: (found) => namesOf(found.filter((one) => !isDerived(one))),
  derived_metric_dependency: (found) => namesOf(found.filter(isDerived)),
  derived_metric_dependency_depth: (found) =>
    found.filter(isDerived).map(({ metric, depth }) => PyDict.of([[metric.name, depth]])),
};
