import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readManifest } from "../../src/artifacts/manifest-file.ts";
import { readRunResults } from "../../src/artifacts/run-results-file.ts";
import { readSources } from "../../src/artifacts/sources-file.ts";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { selectNodes } from "../../src/select/select-nodes.ts";
import type { PreviousState } from "../../src/state/previous-state.ts";

type Answer = { ids: string[]; unmatched: string[] } | { error: string };
interface Changes {
  [kind: string]: { set: { [id: string]: unknown }; removed: string[] };
}
interface Recorded {
  run_results: unknown;
  sources: unknown;
  current_sources: unknown;
  states: {
    [name: string]: {
      changes: Changes;
      answers: { [selector: string]: Answer };
      results?: { [word: string]: Answer };
    };
  };
}

const file = (name: string): string => readFileSync(new URL(`../select/${name}`, import.meta.url), "utf8");
const original = JSON.parse(file("features-manifest.json")) as { [kind: string]: { [id: string]: unknown } };
const recorded = JSON.parse(file("dbt-state.json")) as Recorded;
const previous: PreviousState = {
  folder: "/state",
  manifest: readManifest(JSON.stringify(original), "manifest.json").manifest,
  runResults: readRunResults(JSON.stringify(recorded.run_results), "run_results.json"),
  sources: readSources(JSON.stringify(recorded.sources), "sources.json"),
  currentSources: readSources(JSON.stringify(recorded.current_sources), "sources.json"),
};
const listed = [
  "model",
  "snapshot",
  "seed",
  "test",
  "source",
  "exposure",
  "metric",
  "saved_query",
  "semantic_model",
  "unit_test",
  "function",
];
/** What dbt-duckdb enforces. */
const constraintSupport = {
  check: "enforced",
  not_null: "enforced",
  unique: "enforced",
  primary_key: "enforced",
  foreign_key: "enforced",
};

function edited(changes: Changes): Manifest {
  const data: { [kind: string]: { [id: string]: unknown } } = { ...original };
  for (const [kind, { set, removed }] of Object.entries(changes)) {
    data[kind] = { ...data[kind], ...set };
    for (const id of removed) delete data[kind]![id];
  }
  return readManifest(JSON.stringify(data), "manifest.json").manifest;
}

function answer(manifest: Manifest, word: string, events: TsmodelEvent[] = []): Answer {
  try {
    const { ids, unmatched } = selectNodes(
      {
        select: [word],
        indirectSelection: "empty",
        rootPackage: "features",
        includeEmpty: true,
        resourceTypes: new Set(listed),
        constraintSupport,
        report: (event) => events.push(event),
        now: () => new Date("2026-01-01"),
      },
      buildGraph(manifest),
      manifest,
      previous,
    );
    return { ids: [...ids], unmatched: [...unmatched] };
  } catch (error) {
    if (error instanceof TsmodelError) return { error: error.code };
    throw error;
  }
}

describe.each(Object.entries(recorded.states))(
  "like dbt after a change: %s",
  (_, { changes, answers, results = {} }) => {
    const manifest = edited(changes);
    const words: [string, Answer][] = [
      ...Object.entries(answers).map(([word, expected]): [string, Answer] => [`state:${word}`, expected]),
      ...Object.entries(results),
    ];
    test.each(words)("%s", (word, expected) => {
      const actual = answer(manifest, word);
      if ("error" in expected) expect(actual).toHaveProperty("error");
      else expect(actual).toEqual(expected);
    });
  },
);
