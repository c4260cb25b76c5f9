/** The index: what every page needs to know of every node. */
import { objectOf, resourcesOf, textOf, type Resource } from "../artifacts/artifacts.ts";
import { worse } from "./collect-runs.ts";
import { displayName, kindOf, tagsOf } from "./shown-resources.ts";
import type { SiteFacts } from "./site-facts.ts";
import { KINDS, type HealthCounts, type NodeTable, type SiteIndex } from "./site-data.ts";

/** Texts that occur often, by number. */
class Words {
  readonly list: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** -1 for "". */
  number(word: string): number {
    if (word === "") return -1;
    let number = this.numbers.get(word);
    if (number === undefined) this.numbers.set(word, (number = this.list.push(word) - 1));
    return number;
  }
}

export interface IndexParts {
  readonly health: HealthCounts;
  readonly entities: number;
  readonly chunkStarts: readonly number[];
  readonly build: string;
  readonly madeBy?: string;
}

export function buildIndex(facts: SiteFacts, { health, entities, chunkStarts, build, madeBy }: IndexParts): SiteIndex {
  const { manifest, catalog } = facts.artifacts;
  const metadata = objectOf(manifest["metadata"]);
  const [packages, folders, places, words] = [new Words(), new Words(), new Words(), new Words()];
  const { resources } = facts.shown;
  const paths = resources.map((resource) => splitPath(textOf(resource["original_file_path"])));
  const nodes: NodeTable = {
    id: resources.map(({ unique_id }) => unique_id),
    name: resources.map(displayName),
    kind: resources.map((resource) => KINDS.indexOf(kindOf(resource))),
    package: resources.map(({ package_name }) => packages.number(package_name)),
    folder: paths.map(([folder]) => folders.number(folder)),
    file: paths.map(([, file]) => file),
    place: resources.map((resource) => places.number(placeOf(resource))),
    materialized: resources.map((resource) => words.number(kindOf(resource) === "model" ? textOf(objectOf(resource["config"])["materialized"]) : "")),
    group: resources.map((resource) => words.number(textOf(resource["group"]))),
    access: resources.map((resource) => words.number(textOf(resource["access"]))),
    run: resources.map(({ unique_id }) => facts.runs.last.get(unique_id)?.state ?? 0),
    tests: resources.map(({ unique_id }) => (facts.tests.get(unique_id) ?? []).reduce((worst, { state }) => worse(worst, state), 0)),
  };
  return {
    project: textOf(metadata["project_name"]) || packages.list[0] || "project",
    adapter: textOf(metadata["adapter_type"]),
    madeBy: madeBy ?? `dbt ${textOf(metadata["dbt_version"])}`,
    generatedAt: [metadata, objectOf(catalog?.["metadata"])].map((each) => textOf(each["generated_at"])).sort().at(-1)!,
    build,
    packages: packages.list,
    folders: folders.list,
    places: places.list,
    words: words.list,
    nodes,
    tags: tagTable(resources),
    chunkStarts,
    overviews: overviewsOf(facts),
    lastRuns: facts.runs.lastRuns,
    labels: resources.flatMap((resource, at) => (kindOf(resource) === "exposure" ? [[at, textOf(resource["label"]) || resource.name, textOf(resource["type"])] as const] : [])),
    health,
    entities,
  };
}

function splitPath(path: string): [folder: string, file: string] {
  const parts = path.split(/[\\/]/);
  return [parts.slice(0, -1).join("/"), parts.at(-1)!];
}

const RELATIONS: ReadonlySet<string> = new Set(["model", "seed", "snapshot", "source"]);

function placeOf(resource: Resource): string {
  if (!RELATIONS.has(resource.resource_type) || objectOf(resource["config"])["materialized"] === "ephemeral") return "";
  return [textOf(resource["database"]), textOf(resource["schema"])].filter(Boolean).join(".");
}

function tagTable(resources: readonly Resource[]): [string, number[]][] {
  const table = new Map<string, number[]>();
  resources.forEach((resource, at) => {
    for (const tag of tagsOf(resource)) {
      const list = table.get(tag);
      if (list === undefined) table.set(tag, [at]);
      else list.push(at);
    }
  });
  return [...table].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Doc blocks named `__overview__` and `__package__`: the project's own first; dbt's greeting is not about the project. */
function overviewsOf({ artifacts: { manifest } }: SiteFacts): [string, string][] {
  const project = textOf(objectOf(manifest["metadata"])["project_name"]);
  return resourcesOf(manifest, "docs")
    .filter(({ name, package_name }) => /^__\w+__$/.test(name) && package_name !== "dbt")
    .map((block): [string, string] => [block.name === "__overview__" ? block.package_name : block.name.slice(2, -2), textOf(block["block_contents"])])
    .sort(([a], [b]) => Number(b === project) - Number(a === project) || (a < b ? -1 : 1));
}
