/**
 * The part of dbt's selectors that makes sense on finished artifacts:
 *   name  folder.name  glob*      by name, or by package and folders as dbt's fqn
 *   tag: path: source: exposure: metric: resource_type: package: group: access: schema: config.materialized: result:
 *   +x  x+  2+x  x+3  @x           ancestors, descendants, and what these need
 *   a,b  both    a b  either      --exclude x
 */
import { reach, type Adjacency } from "../lineage/adjacency.ts";

/** What a selector asks of a node. */
export interface Selectable {
  readonly name: string;
  /** Package, folders below the resource folder, name. */
  readonly fqn: readonly string[];
  readonly path: string;
  readonly kind: string;
  readonly package: string;
  readonly tags: readonly string[];
  readonly group: string;
  readonly access: string;
  readonly schema: string;
  readonly materialized: string;
  /** Of run and tests the worse: good, warn, bad, skipped, none. */
  readonly state: string;
}

export interface SelectionGraph {
  readonly nodes: readonly Selectable[];
  readonly parents: Adjacency;
  readonly children: Adjacency;
}

export interface Selection {
  readonly chosen: ReadonlySet<number>;
  /** Parts of the text that no node answers to, and methods that are unknown. */
  readonly problems: readonly string[];
}

/** Without a word everything is chosen. */
export function selectNodes(text: string, graph: SelectionGraph): Selection {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const problems: string[] = [];
  const split = words.indexOf("--exclude");
  const included = split < 0 ? words : words.slice(0, split);
  const excluded = split < 0 ? [] : words.slice(split + 1).filter((word) => word !== "--exclude");
  const all = new Set(graph.nodes.keys());
  const chosen = included.length === 0 ? all : union(included, graph, problems);
  const without = union(excluded, graph, problems);
  return { chosen: new Set([...chosen].filter((node) => !without.has(node))), problems };
}

function union(words: readonly string[], graph: SelectionGraph, problems: string[]): Set<number> {
  const found = new Set<number>();
  for (const word of words) {
    const sets = word.split(",").map((part) => selectPart(part, graph, problems));
    for (const node of sets[0]!) if (sets.every((set) => set.has(node))) found.add(node);
  }
  return found;
}

const PART =
  /^(?<at>@)?(?<up>(?<upDepth>\d*)\+)?(?:(?<method>[\w.]+):)?(?<value>.*?)(?<down>\+(?<downDepth>\d*))?$/;

function selectPart(part: string, graph: SelectionGraph, problems: string[]): Set<number> {
  const { at, up, upDepth, method, value, down, downDepth } = PART.exec(part)!.groups! as {
    [name: string]: string | undefined;
  };
  const matches = matcher(method, value ?? "");
  if (matches === undefined) {
    problems.push(`there is no method "${method}:" here`);
    return new Set();
  }
  const seeds = graph.nodes.flatMap((node, index) => (matches(node) ? [index] : []));
  if (seeds.length === 0) problems.push(`nothing is called "${part}"`);
  const found = new Set(seeds);
  if (up !== undefined)
    for (const node of reach(graph.parents, seeds, upDepth ? Number(upDepth) : Infinity)) found.add(node);
  if (down !== undefined || at !== undefined)
    for (const node of reach(graph.children, seeds, downDepth ? Number(downDepth) : Infinity))
      found.add(node);
  return at === undefined ? found : reach(graph.parents, found);
}

type Match = (node: Selectable) => boolean;

function matcher(method: string | undefined, value: string): Match | undefined {
  const glob = globOf(value);
  switch (method) {
    case undefined:
      return value.includes("/") || /\.(sql|py|csv|ya?ml)$/.test(value) ? pathMatch(value) : fqnMatch(value);
    case "fqn":
      return fqnMatch(value);
    case "path":
    case "file":
      return pathMatch(value);
    case "tag":
      return ({ tags }) => tags.some((tag) => glob.test(tag));
    case "source":
      return ({ kind, name, fqn }) =>
        kind === "source" &&
        (glob.test(name) || glob.test(name.split(".")[0]!) || glob.test(`${fqn[0]}.${name}`));
    case "exposure":
    case "metric":
    case "semantic_model":
    case "saved_query":
      return ({ kind, name }) => kind === method && glob.test(name);
    case "resource_type":
      return ({ kind }) => kind === value || value === "all";
    case "package":
      return (node) => glob.test(node.package);
    case "group":
      return ({ group }) => glob.test(group);
    case "access":
      return ({ access }) => access === value;
    case "schema":
    case "config.schema":
      return ({ schema }) => glob.test(schema) || glob.test(schema.split(".").at(-1)!);
    case "config.materialized":
      return ({ materialized }) => glob.test(materialized);
    case "result":
      return ({ state }) => (RESULTS[value] ?? [value]).includes(state);
    default:
      return undefined;
  }
}

/** dbt's words for results. */
const RESULTS: { readonly [word: string]: readonly string[] } = {
  success: ["good"],
  pass: ["good"],
  error: ["bad"],
  fail: ["bad"],
  warn: ["warn"],
  skipped: ["skipped"],
};

function globOf(value: string): RegExp {
  return new RegExp(
    `^${value
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );
}

/** A name alone; or the beginning of the fqn, with or without the package: "staging", "shop.staging.stg_orders". */
function fqnMatch(value: string): Match {
  const glob = globOf(value);
  const parts = value.split(".").map(globOf);
  const begins = (fqn: readonly string[]): boolean =>
    parts.length <= fqn.length && parts.every((part, at) => part.test(fqn[at]!));
  return ({ name, fqn }) => glob.test(name) || begins(fqn) || begins(fqn.slice(1));
}

function pathMatch(value: string): Match {
  const plain = value.replace(/\/+$/, "");
  const glob = globOf(plain);
  return ({ path }) => path === plain || path.startsWith(`${plain}/`) || glob.test(path);
}
