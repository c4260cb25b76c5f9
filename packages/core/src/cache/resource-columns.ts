/**
 * A manifest as a table: for each resource what selection and the graph look at, and where the rest of it stands in the
 * text of manifest.json. Texts that repeat are kept once.
 */
import { encodeValue } from "./encode-value.ts";
import { fieldsOf, shownValue } from "../artifacts/manifest-fields.ts";
import { dependencies } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { textMentionsFiles } from "../manifest/mentions-files.ts";
import type { AnyResource, GraphNode } from "../manifest/node.ts";
import { plainJson } from "../util/plain-json.ts";

/** The maps of a manifest: those of the graph first, in the graph's order. */
export const MAPS = [
  "nodes",
  "sources",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
  "macros",
  "docs",
  "groups",
] as const;
export type MapName = (typeof MAPS)[number];
/** How many of them are vertices of the graph. */
export const GRAPH_MAPS = 8;

/** Plain data, one entry of each list for each resource. */
export interface ResourceColumns {
  /** How many resources each map has, then how many are disabled. */
  readonly counts: number[];
  readonly ids: string[];
  readonly names: string[];
  /** Index into `forms`. */
  readonly form: number[];
  /** Where its text starts in the body, and how long it is, in bytes. */
  readonly start: number[];
  readonly length: number[];
  /** Positions of what it depends on in the graph: [position] or [position, …]. */
  readonly parents: (readonly number[])[];
  /** Index into `macroLists`; -1 where only the text tells what `depends_on` is, if it is there. */
  readonly macros: number[];
  readonly forms: Form[];
  readonly kinds: Kind[];
  readonly macroLists: (readonly string[])[];
  /** Positions of what a properties file describes, by the file's id ("shop://models/_models.yml"). */
  readonly described: { [file: string]: number[] };
  /** Those that are numbers. */
  readonly versions: { [position: number]: number };
  /** Fields that the text lacks or cannot tell, encoded. */
  readonly extras: { [position: number]: { readonly [field: string]: unknown } };
}

/** What resources of one file and one kind have in common. */
export interface Form {
  /** Index into `kinds`. */
  readonly kind: number;
  readonly original_file_path: string;
  /** All but the last, which is the name; null where it is not so, undefined where there is none. */
  readonly fqn?: readonly string[] | null;
}

/** What many resources have in common. */
export interface Kind {
  readonly resource_type: string;
  readonly package_name: string;
  readonly tags?: readonly unknown[];
  /** What of its configuration is asked of every resource; undefined without a configuration. */
  readonly config?: { readonly [key: string]: string | boolean | null };
  /** Other fields that are asked of every resource, as far as they hold a text or nothing. */
  readonly fields: { readonly [field: string]: string | null };
  /** Whether `alias` is the name. */
  readonly isAliasName?: boolean;
  /** Whether its text may read files by itself (mentions-files.ts). */
  readonly mentionsFiles?: boolean;
  /** The resource's own keys, in order. */
  readonly keys: readonly string[];
}

/** What fields that no artifact shows hold, where nothing else is said. */
export const DEFAULTS: { readonly [field: string]: unknown } = {
  compiled: false,
  compiled_code: null,
  extra_ctes_injected: false,
  extra_ctes: [],
  config_call_dict: {},
  defer_relation: null,
};

/** What the columns say of one resource, before texts that repeat are found. */
export interface ResourceRow {
  readonly kind: Kind;
  readonly form: Omit<Form, "kind">;
  readonly parents: readonly number[];
  /** undefined where only the text tells, or there is nothing to tell. */
  readonly macros?: readonly string[];
  readonly extras?: { readonly [field: string]: unknown };
}

/** `positionOf`: of a vertex of the graph. `kind`: where it is known already. @throws NotCacheable */
export function describeRow(
  resource: AnyResource,
  isVertex: boolean,
  positionOf: (id: string) => number | undefined,
  kind: Kind = describeKind(resource as unknown as Fields),
): ResourceRow {
  const form = describeForm(resource as unknown as Fields);
  const extras = extrasOf(resource as unknown as Fields);
  const depends = (resource as { depends_on?: { macros?: string[]; nodes?: string[] } }).depends_on;
  const parents = isVertex ? dependencies(resource as GraphNode).map((id) => positionOf(id)!) : [];
  const row = { kind, form, parents, ...(extras && { extras }) };
  if (depends === undefined) return row;
  const isPlain =
    isVertex && Object.keys(depends).join() === "macros,nodes" && depends.nodes!.length === parents.length;
  return isPlain ? { ...row, macros: depends.macros! } : row;
}

export class ColumnsBuilder {
  readonly columns: ResourceColumns = {
    counts: [],
    ids: [],
    names: [],
    form: [],
    start: [],
    length: [],
    parents: [],
    macros: [],
    forms: [],
    kinds: [],
    macroLists: [],
    described: {},
    versions: {},
    extras: {},
  };
  private readonly kindIndex = new Map<string, number>();
  /** By type, the kinds that came last: most resources are of one of them. */
  private readonly recentKinds = new Map<string, number[]>();
  private readonly formIndex = new Map<string, number>();
  private readonly macroIndex = new Map<string, number>();
  private readonly positions: ReadonlyMap<string, number>;

  /** `positions`: the graph's ids. */
  constructor(positions: ReadonlyMap<string, number>) {
    this.positions = positions;
  }

  /** Adds the next resource. @throws NotCacheable */
  add(
    resource: AnyResource,
    isVertex: boolean,
    { start, length }: { readonly start: number; readonly length: number },
  ): void {
    const { columns } = this;
    const position = columns.ids.length;
    const row = describeRow(resource, isVertex, (id) => this.positions.get(id), this.findRecent(resource));
    columns.ids.push(resource.unique_id);
    columns.names.push(resource.name);
    columns.form.push(this.formOf({ kind: this.kindOf(row.kind), ...row.form }));
    columns.start.push(start);
    columns.length.push(length);
    columns.parents.push(row.parents);
    columns.macros.push(
      row.macros === undefined
        ? -1
        : indexIn(columns.macroLists, this.macroIndex, [...row.macros], row.macros.join(" ")),
    );
    if (row.extras !== undefined) columns.extras[position] = row.extras;
    const { patch_path: patch } = resource as { patch_path?: string | null };
    if (typeof patch === "string") (columns.described[patch] ??= []).push(position);
    const version = (resource as { version?: string | number | null }).version;
    if (typeof version === "number") columns.versions[position] = version;
  }

  private findRecent(resource: AnyResource): Kind | undefined {
    const { kinds } = this.columns;
    const found = this.recentKinds
      .get(resource.resource_type)
      ?.find((index) => isOfKind(resource as unknown as Fields, kinds[index]!));
    return found === undefined ? undefined : kinds[found];
  }

  private kindOf(kind: Kind): number {
    const { kinds } = this.columns;
    let recent = this.recentKinds.get(kind.resource_type);
    if (recent === undefined) this.recentKinds.set(kind.resource_type, (recent = []));
    const known = recent.find((index) => kinds[index] === kind);
    if (known !== undefined) return known;
    const index = indexIn(kinds, this.kindIndex, kind, JSON.stringify(kind));
    recent.unshift(index);
    recent.length = Math.min(recent.length, RECENT);
    return index;
  }

  private formOf(form: Form): number {
    const last = this.columns.forms.length - 1;
    return last >= 0 && isSameForm(form, this.columns.forms[last]!)
      ? last
      : indexIn(this.columns.forms, this.formIndex, form, JSON.stringify(form));
  }
}

/** Kinds of a type that are looked at before one is described. */
const RECENT = 4;

const isSameForm = (a: Form, b: Form): boolean =>
  a.kind === b.kind && a.original_file_path === b.original_file_path && isSameList(a.fqn, b.fqn);

function isSameList(a: readonly unknown[] | null | undefined, b: readonly unknown[] | null | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The place of an item in a list that has each once. */
function indexIn<T>(list: T[], index: Map<string, number>, item: T, key: string): number {
  let place = index.get(key);
  if (place === undefined) index.set(key, (place = list.push(item) - 1));
  return place;
}

type Fields = { readonly [field: string]: unknown };

function describeForm(resource: Fields): Omit<Form, "kind"> {
  const { fqn } = resource;
  const isPlainFqn = Array.isArray(fqn) && fqn.at(-1) === resource["name"];
  return {
    original_file_path: resource["original_file_path"] as string,
    ...(fqn === undefined ? {} : { fqn: isPlainFqn ? (fqn as string[]).slice(0, -1) : null }),
  };
}

function describeKind(resource: Fields): Kind {
  const { tags } = resource;
  const config = resource["config"] as Fields | undefined;
  return {
    resource_type: resource["resource_type"] as string,
    package_name: resource["package_name"] as string,
    ...(isPlainTags(tags) ? { tags } : {}),
    ...(config === undefined
      ? {}
      : {
          config: Object.fromEntries(
            CONFIG_KEYS.flatMap((key) => (isPlain(config[key]) ? [[key, config[key]]] : [])),
          ),
        }),
    fields: Object.fromEntries(
      COMMON_FIELDS.flatMap((field) => (isTextOrNull(resource[field]) ? [[field, resource[field]]] : [])),
    ),
    ...(isAliasName(resource) ? { isAliasName: true } : {}),
    ...(textMentionsFiles(resource["raw_code"]) ? { mentionsFiles: true } : {}),
    keys: Object.keys(resource),
  };
}

/** Whether describeKind would give that. */
function isOfKind(resource: Fields, kind: Kind): boolean {
  const { tags, package_name, config } = resource as Fields & { readonly config?: Fields };
  if (package_name !== kind.package_name || (config === undefined) !== (kind.config === undefined)) return false;
  if (!isSameList(isPlainTags(tags) ? tags : undefined, kind.tags) || isAliasName(resource) !== (kind.isAliasName === true)) return false;
  if (textMentionsFiles(resource["raw_code"]) !== (kind.mentionsFiles === true)) return false;
  for (const key of CONFIG_KEYS)
    if (config !== undefined && (isPlain(config[key]) ? config[key] : undefined) !== kind.config![key]) return false;
  for (const field of COMMON_FIELDS)
    if ((isTextOrNull(resource[field]) ? resource[field] : undefined) !== kind.fields[field]) return false;
  return isSameList(Object.keys(resource), kind.keys);
}

const COMMON_FIELDS: readonly string[] = [
  "access",
  "database",
  "deprecation_date",
  "group",
  "language",
  "schema",
  "source_name",
  "time_spine",
  "version",
];
const CONFIG_KEYS: readonly string[] = ["enabled", "materialized", "store_failures", "store_failures_as"];
const isPlain = (value: unknown): value is string | boolean | null =>
  typeof value === "boolean" || isTextOrNull(value);
const isTextOrNull = (value: unknown): value is string | null => typeof value === "string" || value === null;

const isAliasName = ({ alias, name }: Fields): boolean => alias === name;

const isPlainTags = (tags: unknown): tags is string[] =>
  Array.isArray(tags) && tags.every((tag) => typeof tag === "string");

/** undefined when its text and the defaults say everything. @throws NotCacheable */
function extrasOf(resource: Fields): { [field: string]: unknown } | undefined {
  let extras: { [field: string]: unknown } | undefined;
  const shown = fieldsOf(resource as unknown as AnyResource);
  let next = 0;
  for (const field of Object.keys(resource)) {
    const value = resource[field];
    // Fields come mostly in the order in which they are shown.
    const isShown = shown[next] === field ? ++next > 0 : shown.includes(field);
    if (isShown ? isShownAs(resource, field, value) : isDefault(field, value)) continue;
    (extras ??= {})[field] = encodeValue(value);
  }
  return extras;
}

/** Whether a field's text tells all of it. */
function isShownAs(resource: Fields, field: string, value: unknown): boolean {
  const shown = shownValue(resource as unknown as AnyResource, field);
  return (value === shown || sameOrder(value, shown)) && plainJson(value) === value;
}

/** Whether an artifact's copy of a mapping has the same keys in the same order; undefined is no value of JSON. */
function sameOrder(value: unknown, shown: unknown): boolean {
  if (typeof value !== "object" || value === null || typeof shown !== "object" || shown === null)
    return false;
  return Object.keys(value).join("\n") === Object.keys(shown).join("\n");
}

function isDefault(field: string, value: unknown): boolean {
  if (!Object.hasOwn(DEFAULTS, field)) return false;
  const usual = DEFAULTS[field];
  if (value === usual) return true;
  if (typeof value !== "object" || value === null || typeof usual !== "object" || usual === null)
    return false;
  return Array.isArray(value) === Array.isArray(usual) && Object.keys(value).length === 0;
}
