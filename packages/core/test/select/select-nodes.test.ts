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

interface Case {
  select?: string[];
  exclude?: string[];
  selector?: string;
  indirect?: IndirectSelection;
  types?: string[];
}
type Answer = { ids: string[]; unmatched: string[] } | { error: string };

const file = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
const root = fileURLToPath(new URL("./features/", import.meta.url));
const { manifest } = readManifest(file("features-manifest.json"), "features-manifest.json");
const graph = buildGraph(manifest);
const selectors = readYaml(file("features/selectors.yml"), "selectors.yml").value;

/** What `ls` is about. */
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

function select(options: Partial<SelectOptions>, events: TsmodelEvent[] = []): Selection {
  return selectNodes(
    {
      rootPackage: "features",
      pathExists: (path) => existsSync(root + path),
      includeEmpty: true,
      selectors,
      report: (event) => events.push(event),
      now: () => new Date(0),
      resourceTypes: new Set(listed),
      ...options,
    },
    graph,
    manifest,
  );
}

function answer({ select: words, exclude, selector, indirect, types }: Case): Answer {
  const wanted = types === undefined ? listed : types[0] === "all" ? [...listed, "analysis"] : types;
  try {
    const { ids, unmatched } = select({
      select: words ?? [],
      exclude: exclude ?? [],
      selector: selector ?? null,
      resourceTypes: new Set(wanted),
      ...(indirect && { indirectSelection: indirect }),
    });
    return { ids: [...ids], unmatched: [...unmatched] };
  } catch (error) {
    if (error instanceof TsmodelError) return { error: error.code };
    throw error;
  }
}

describe("selects what dbt ls selects", () => {
  const recorded = JSON.parse(file("dbt-ls.json")) as [Case, Answer][];
  const title = (item: Case): string =>
    Object.entries(item)
      .map(([key, value]) => `${key} ${[value].flat().join(" ")}`)
      .join(", ") || "everything";
  test.each(recorded.map(([item, expected]) => [title(item), item, expected] as const))(
    "%s",
    (_, item, expected) => {
      const actual = answer(item);
      if ("error" in expected) expect(actual).toHaveProperty("error");
      else
        expect(actual).toEqual({ ...expected, unmatched: expected.unmatched.filter((word) => word !== "") });
    },
  );
});

describe("a word that matches nothing is explained", () => {
  const cases: [string, string][] = [
    ["stg_ordrs", 'did you mean "stg_orders"?'],
    ["customers", 'did you mean "dim_customers"?'],
    ["tag:nightley", 'did you mean "nightly"?'],
    ["models/stagin", 'did you mean "models/staging"?'],
    ["source:rav", 'did you mean "raw"?'],
    ["package:feature", 'did you mean "features"?'],
    ["exposure:weekl", 'did you mean "weekly"?'],
    ["test_name:uniqe", 'did you mean "unique"?'],
    ["stg_off", "there is such a node, but it is disabled"],
    ["features.marts.dim_customer", 'did you mean "features.marts.dim_customers"?'],
    ["countries.csv2", 'did you mean "countries"?'],
  ];
  test.each(cases)("%s", (word, hint) => {
    const events: TsmodelEvent[] = [];
    const { unmatched } = select({ select: [word] }, events);
    expect(unmatched).toEqual([word]);
    expect(events).toMatchObject([{ type: "warning", name: "NoNodesForSelectionCriteria", code: "M030" }]);
    const text = events[0]!.type === "warning" ? events[0]!.error.render() : "";
    expect(text).toContain(`The selection criterion '${word}' does not match any enabled nodes`);
    expect(text).toContain(hint);
  });
});

describe("what cannot be a selector is refused", () => {
  const cases: [Partial<SelectOptions>, string][] = [
    [{ select: ["tags:nightly"] }, "'tags' is not a valid method name"],
    [{ select: ["tags:nightly"] }, 'did you mean "tag"?'],
    [{ select: ["@a+"] }, '"@" prefix and "+" suffix are incompatible'],
    [{ select: ["resource_type:modle"] }, 'did you mean "model"?'],
    [{ select: ["test_type:generc"] }, 'did you mean "generic"?'],
    [{ select: ["source:a.b.c.d"] }, "Invalid source selector value"],
    [{ select: ["exposure:a.b.c"] }, "Invalid exposure selector value"],
    [{ select: ["version:newest"] }, "Invalid version selector value"],
    [{ select: ["state:modified"] }, "Got a state selector method, but no comparison manifest"],
    [{ select: ["result:error"] }, "No comparison run_results"],
    [{ selector: "stagin" }, 'did you mean "staging"?'],
    [{ selector: "x", selectors: null }, "selectors are defined in selectors.yml"],
  ];
  test.each(cases)("%j", (options, words) => {
    try {
      select(options);
    } catch (error) {
      expect((error as TsmodelError).render()).toContain(words);
      return;
    }
    throw new Error("accepted");
  });
});

describe("selectors.yml that is malformed is refused", () => {
  const definition = (text: string): string => `selectors: [{name: a, definition: ${text}}]`;
  const cases: [string, string][] = [
    ["selectors: a", '"selectors" has to be a list'],
    ["selectors: [{definition: a}]", "a selector has no name"],
    ["selectors: [{name: a}]", "the selector 'a' has no definition"],
    ["selectors: [{name: a, definition: [a]}]", "has to be text or a mapping"],
    [
      "selectors: [{name: a, definition: a, default: true}, {name: b, definition: a, default: true}]",
      "multiple selectors with `default: true`",
    ],
    [definition("{union: [a], intersection: [b]}"), "one 'union' or one 'intersection'"],
    [definition("{union: a}"), "Expected a list"],
    [definition("{union: [a, {exclude: [b]}, {exclude: [c]}]}"), "a union has one 'exclude' at most"],
    [definition("{method: selector, value: nope}"), "Existing selector definition for 'nope' not found"],
    [definition("{method: tag}"), "'method' is not a valid method name"],
    [definition("{method: tag, children: true}"), 'one key with its value, or "method" and "value"'],
    [definition("{methd: tag, value: x}"), 'one key with its value, or "method" and "value"'],
    [definition("{nope: x}"), "'nope' is not a valid method name"],
    [definition("{method: fqn, value: a, indirect_selection: eagr}"), "indirect selection"],
  ];
  test.each(cases)("%s", (text, words) => {
    expect(() => select({ selector: "a", selectors: readYaml(text, "selectors.yml").value })).toThrow(words);
  });
});

test("the default selector is taken when nothing else is asked for", () => {
  const withDefault = readYaml(
    "selectors: [{name: a, default: true, definition: 'fqn:stg_orders'}]",
    "selectors.yml",
  ).value;
  const ids = (options: Partial<SelectOptions>): string[] => [
    ...select({ selectors: withDefault, indirectSelection: "empty", ...options }).ids,
  ];
  expect(ids({})).toEqual(["model.features.stg_orders"]);
  expect(ids({ select: ["countries"] })).toEqual(["seed.features.countries"]);
  expect(ids({ select: ["selector:a+1"] })).toContain("model.features.stg_paid");
});

test("tests that were left out are told apart", () => {
  const { indirectOnly } = select({ select: ["stg_orders"], indirectSelection: "cautious" });
  expect([...indirectOnly].map((id) => id.split(".")[2])).toEqual([
    "no_negative",
    "relationships_stg_orders_customer_id__id__ref_stg_customers_",
  ]);
});

test("models without SQL are left out of runs", () => {
  expect(select({ select: ["stg_empty"], includeEmpty: false }).ids.size).toBe(0);
});

test("many names and files select what each of them selects alone", () => {
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values(), ...manifest.unit_tests.values()];
  const words = new Set(["features", "", "nowhere", "models/none.sql", "./models"]);
  for (const node of nodes) {
    const { fqn, original_file_path: path } = node;
    for (let end = 1; end <= fqn.length; end++) words.add(fqn.slice(0, end).join(".")).add(fqn.slice(1, end).join("."));
    words.add(fqn.at(-1)!).add(fqn.slice(-2).join("_")).add(path).add(`./${path}`);
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) words.add(`path:${path.slice(0, end)}`);
  }
  words.delete("");
  const alone = (word: string): readonly string[] => [...select({ select: [word], indirectSelection: "empty" }).ids];
  const together = [...words].map((word) => ({ word, ids: alone(word) }));
  expect(together.filter(({ ids }) => ids.length > 0).length).toBeGreaterThan(100);
  // The first few words are looked for everywhere; the one behind them is not.
  const others = ["a", "b", "c", "d"].map((name) => `nowhere_${name}`);
  for (const { word, ids } of together) {
    for (const method of word.includes("/") || word.includes(":") ? [""] : ["", "path:"]) {
      const expected = method === "" ? ids : alone(`${method}${word}`);
      const found = select({ select: [...others, `${method}${word}`], indirectSelection: "empty" });
      expect([...found.ids], `${method}${word}`).toEqual(expected);
    }
  }
});
