import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readManifest } from "../../src/artifacts/manifest-file.ts";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { readYaml } from "../../src/project/read-yaml.ts";
import type { IndirectSelection } from "../../src/select/select-nodes.ts";
import { selectNodes } from "../../src/select/select-nodes.ts";
import type { Selection, SelectOptions } from "../../src/select/select-nodes.ts";

interface Case { select?: string[]; exclude?: string[]; selector?: string; indirect?: IndirectSelection; types?: string[] }
type Answer = { ids: string[]; unmatched: string[] } | { error: string };

const file = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
const root = fileURLToPath(new URL("./features/", import.meta.url));
const { manifest } = readManifest(file("features-manifest.json"), "features-manifest.json");
const graph = buildGraph(manifest);
const selectors = readYaml(file("features/selectors.yml"), "selectors.yml").value;

/** What `ls` is about. */
const listed = ["model", "snapshot", "seed", "test", "source", "exposure", "metric", "saved_query", "semantic_model", "unit_test", "function"];

function select(options: Partial<SelectOptions>, events: TsmodelEvent[] = []): Selection {
  return selectNodes(
    {
      rootPackage: "features", pathExists: (path) => existsSync(root + path), includeEmpty: true, selectors,
      report: (event) => events.push(event), now: () => new Date(0), resourceTypes: new Set(listed), ...options,
    },
    graph, manifest,
  );
}

function answer({ select: words, exclude, selector, indirect, types }: Case): Answer {
  const wanted = types === undefined ? listed : types[0] === "all" ? [...listed, "analysis"] : types;
  try {
    const { ids, unmatched } = select({
      select: words ?? [], exclude: exclude ?? [], selector: selector ?? null, resourceTypes: new Set(wanted), ...(indirect && { indirectSelection: indirect }),
    });
    return { ids: [...ids], unmatched: [...unmatched] };
  } catch (error) {
    if (error instanceof TsmodelError) return { error: error.code };
    throw error;
  }
}

describe("selects what dbt ls selects", () => {
  const recorded = JSON.parse(file("dbt-ls.json")) as [Case, Answer][];
  const title = (item: Case): string => Object.entries(item).map(([key, value]) => `${key} ${[value].flat().join(" ")}`).join(", ") || "everything";
  test.each(recorded.map(([item, expected]) => [title(item), item, expected] as const))("%s", (_, item, expected) => {
    const actual = answer(item);
    if ("error" in expected) expect(actual).toHaveProperty("error");
    else expect(actual).toEqual({ ...expected, unmatched: expected.unmatched.filter((word) => word !== "") });
  });
});
