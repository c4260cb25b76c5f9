/** Rules of names in the semantic layer. */
import { GRAINS } from "../../properties/semantic-words.ts";
import type { Finding, Rule, SemanticModel } from "./semantic-layer.ts";

const NAME = /^[a-z](?:(?!__)[a-z0-9_])*[a-z0-9]$/;
const RESERVED: ReadonlySet<string> = new Set(["metric_time", "mf_internal_uuid"]);
/** Words of SQL that every warehouse reserves, as dbt_semantic_interfaces lists them. */
const KEYWORDS: ReadonlySet<string> = new Set(
  "and as create distinct for from full having in inner into is join left like natural not null on or right select union using where with".split(
    " ",
  ),
);

/** What is wrong with a name. */
export function* findNameProblems(name: string): Iterable<string> {
  if (!NAME.test(name))
    yield `Invalid name \`${name}\`: names may only contain lower case letters, numbers and underscores, start with a letter, do not end with an underscore, have no two underscores in a row and at least 2 characters`;
  if (GRAINS.includes(name.toLowerCase()))
    yield `Invalid name \`${name}\`: names cannot match a time granularity (${GRAINS.join(", ")})`;
  if (RESERVED.has(name.toLowerCase())) yield `Invalid name \`${name}\`: this name is reserved by MetricFlow`;
}

const topLevelNames: Rule = function* ({ models, metrics, savedQueries }) {
  for (const about of [...models, ...metrics, ...savedQueries])
    for (const message of findNameProblems(about.name)) yield { about, message };
};

const elementsOf = (model: SemanticModel): { readonly name: string; readonly kind: string }[] => [
  ...model.measures.map(({ name }) => ({ name, kind: "measure" })),
  ...model.entities.map(({ name }) => ({ name, kind: "entity" })),
  ...model.dimensions.map(({ name }) => ({ name, kind: "dimension" })),
];

const elementNames: Rule = function* ({ models }) {
  for (const about of models) {
    const seen = new Set<string>();
    for (const { name, kind } of elementsOf(about)) {
      const key = `${kind} ${name}`;
      if (seen.has(key))
        yield {
          about,
          message: `In semantic model \`${about.name}\`, can't use name \`${name}\` for a ${kind} when it was already used for another one`,
        };
      seen.add(key);
      for (const message of findNameProblems(name)) yield { about, message };
      if (KEYWORDS.has(name.toLowerCase()))
        yield {
          about,
          message: `'${name}' is an SQL reserved keyword, and thus cannot be used as the name of a ${kind}`,
        };
    }
  }
};

const customGrainNames: Rule = function* ({ models, metrics, timeSpines }) {
  const taken = new Map<string, string>();
  for (const model of models) for (const { name, kind } of elementsOf(model)) taken.set(name, kind);
  for (const { name } of metrics) taken.set(name, "metric");
  for (const { name } of models) taken.set(name, "semantic model");
  const seen = new Set<string>();
  for (const { node: about, ownGrains } of timeSpines) {
    for (const name of ownGrains) {
      for (const message of findNameProblems(name)) yield { about, message } satisfies Finding;
      const kind = taken.get(name);
      if (kind !== undefined)
        yield {
          about,
          message: `Can't use name \`${name}\` for a custom granularity when it was already used for a ${kind}`,
        };
      if (seen.has(name))
        yield { about, message: `Custom granularity names must be unique, but \`${name}\` is there twice` };
      seen.add(name);
    }
  }
};

export const nameRules: readonly Rule[] = [topLevelNames, elementNames, customGrainNames];
