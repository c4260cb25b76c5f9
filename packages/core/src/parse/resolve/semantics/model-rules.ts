/** Rules of semantic models: entities, dimensions, defaults, labels. */
import {
  hasTimeDimension,
  named,
  validityOf,
  type Dimension,
  type Finding,
  type Rule,
  type SemanticModel,
} from "./semantic-layer.ts";

/** A rule that looks at one semantic model at a time. */
const each = (check: (model: SemanticModel) => Iterable<string>): Rule =>
  function* ({ models }) {
    for (const about of models) for (const message of check(about)) yield { about, message };
  };

const primaryEntity: Rule = each(function* ({ name, entities, dimensions, primary_entity: given }) {
  const primary = entities.filter(({ type }) => type === "primary").map((entity) => entity.name);
  if (primary.length > 1)
    yield `Semantic models can have only one primary entity, but \`${name}\` has ${primary.length}: ${named(primary)}`;
  else if (primary.length === 1 && given !== null)
    yield `The semantic model \`${name}\` has the entity \`${primary[0]}\` of type primary and also the field \`primary_entity\`: one of them is too much`;
  else if (primary.length === 0 && given === null && dimensions.length > 0)
    yield `The semantic model \`${name}\` contains dimensions, but it does not define a primary entity: give it an entity of type primary, or the field \`primary_entity\``;
});

const naturalEntities: Rule = each(function* ({ name, entities, dimensions }) {
  const natural = new Set(entities.filter(({ type }) => type === "natural").map((entity) => entity.name));
  if (natural.size > 1)
    yield `Semantic models can have at most one natural entity, but \`${name}\` has ${natural.size}: ${named(natural)}`;
  if (natural.size > 0 && !dimensions.some(validityOf))
    yield `The semantic model \`${name}\` has a natural entity (${named(natural)}), which goes with a validity window only, and it does not define one`;
});

const validityWindow: Rule = each(function* ({ name, entities, dimensions, measures }) {
  const bounds = dimensions.filter(validityOf);
  if (bounds.length === 0) return;
  const names = named(bounds.map((dimension) => dimension.name));
  const has = (bound: "is_start" | "is_end"): number =>
    bounds.filter((dimension) => validityOf(dimension)![bound]).length;
  const wanted =
    "a validity window is two time dimensions with validity_params, one with is_start and the other with is_end";
  if (bounds.length !== 2)
    yield `The semantic model \`${name}\` has ${bounds.length} dimensions with validity params (${names}): ${wanted}`;
  else if (has("is_start") !== 1 || has("is_end") !== 1)
    yield `The semantic model \`${name}\` does not have exactly one dimension each marked with is_start and is_end (${names}): ${wanted}`;
  const keys = entities
    .filter(({ type }) => type === "primary" || type === "unique")
    .map((entity) => entity.name);
  if (!entities.some(({ type }) => type === "natural"))
    yield `The semantic model \`${name}\` has validity param dimensions, but no entity of type \`natural\` to join by`;
  if (keys.length > 0)
    yield `The semantic model \`${name}\` has validity param dimensions and also primary or unique entities (${named(keys)}), which is not supported`;
  if (measures.length > 0)
    yield `The semantic model \`${name}\` has both measures (${named(measures.map((measure) => measure.name))}) and validity param dimensions (${names}), which is not supported`;
});

const defaultTimeDimension: Rule = each(function* (model) {
  const time = model.defaults?.agg_time_dimension ?? null;
  if (time !== null && !hasTimeDimension(model, time))
    yield `Default aggregation time dimension was specified as '${time}', which doesn't exist as a time dimension in semantic model '${model.name}'`;
});

/** Dimensions of one name are of one type and partition all or none. */
const alikeDimensions: Rule = function* ({ models }) {
  const first = new Map<string, Dimension>();
  for (const about of models) {
    for (const dimension of about.dimensions) {
      const { name, type, is_partition: isPartition } = dimension;
      const known = first.get(name);
      if (known === undefined) {
        first.set(name, dimension);
        continue;
      }
      if (known.type !== type)
        yield {
          about,
          message: `In semantic model \`${about.name}\`, type conflict for dimension \`${name}\`: already in the project as ${known.type}, but here it is ${type}`,
        };
      if (known.is_partition !== isPartition)
        yield {
          about,
          message: `In semantic model \`${about.name}\`, conflicting is_partition for dimension \`${name}\`: already in the project as ${known.is_partition}, but here it is ${isPartition}`,
        };
    }
  }
};

/** A name is a measure everywhere, or a dimension, or an entity. */
const oneKindOfElement: Rule = function* ({ models }) {
  const kinds = new Map<string, Map<string, SemanticModel>>();
  const note = (name: string, kind: string, model: SemanticModel): void => {
    const known = kinds.get(name) ?? new Map<string, SemanticModel>();
    if (!known.has(kind)) known.set(kind, model);
    kinds.set(name, known);
  };
  for (const model of models) {
    for (const { name } of model.measures) note(name, "measure", model);
    for (const { name } of model.dimensions) note(name, "dimension", model);
    for (const { name } of model.entities) note(name, "entity", model);
  }
  for (const [name, used] of kinds) {
    if (used.size < 2) continue;
    const types = [...used.keys()].sort().join(", ");
    for (const [kind, about] of used)
      yield {
        about,
        message: `In semantic model \`${about.name}\`, element \`${name}\` is of type ${kind}, but it is used as types ${types} across the project`,
      };
  }
};

const primaryPairs: Rule = function* ({ models }) {
  const pairs = new Map<string, string>();
  for (const about of models) {
    const primary = about.primary_entity ?? about.entities.find(({ type }) => type === "primary")?.name;
    if (primary === undefined) continue;
    for (const { name } of about.dimensions) {
      const key = JSON.stringify([primary, name]);
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, about.name);
      else if (known !== about.name)
        yield {
          about,
          message: `Duplicate dimension + primary entity pairing: \`${about.name}\` has the primary entity \`${primary}\` and the dimension \`${name}\`, which are a pair on semantic model \`${known}\` already`,
        };
    }
  }
};

/** Labels are there once: of models in the project, of elements of a kind in a model. */
const labels: Rule = function* ({ models, metrics }) {
  yield* repeatedLabels(metrics, "metric");
  yield* repeatedLabels(models, "semantic model");
  for (const about of models) {
    for (const [kind, elements] of [
      ["Dimension", about.dimensions],
      ["Entity", about.entities],
      ["Measure", about.measures],
    ] as const) {
      const counts = new Map<string, number>();
      for (const { label } of elements) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
      for (const [label, count] of counts)
        if (count > 1)
          yield {
            about,
            message: `${kind} labels must be unique within a semantic model: the label \`${label}\` was used ${count} times on \`${about.name}\``,
          };
    }
  }
};

function* repeatedLabels(
  resources: readonly (Finding["about"] & { readonly label: string | null })[],
  kind: string,
): Iterable<Finding> {
  const first = new Map<string, string>();
  for (const about of resources) {
    const { label, name } = about;
    if (label === null) continue;
    const known = first.get(label);
    if (known === undefined) first.set(label, name);
    else
      yield {
        about,
        message: `Can't use label \`${label}\` for ${kind} \`${name}\`, as it's already used for ${kind} \`${known}\``,
      };
  }
}

const entityLabels: Rule = function* ({ models }) {
  const first = new Map<string, { readonly label: string; readonly model: string }>();
  for (const about of models) {
    for (const { name, label } of about.entities) {
      if (label === null) continue;
      const known = first.get(name);
      if (known === undefined) first.set(name, { label, model: about.name });
      else if (known.label !== label)
        yield {
          about,
          message: `Entities with the same name must have the same label, or none: \`${name}\` of \`${about.name}\` has \`${label}\`, but that of \`${known.model}\` has \`${known.label}\``,
        };
    }
  }
};

export const modelRules: readonly Rule[] = [
  primaryEntity,
  naturalEntities,
  validityWindow,
  defaultTimeDimension,
  alikeDimensions,
  oneKindOfElement,
  primaryPairs,
  labels,
  entityLabels,
];
