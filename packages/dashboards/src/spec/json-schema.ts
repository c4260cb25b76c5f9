/** The description of dashboard files as JSON Schema 2020-12, for editors. */
import { dashboardShape } from "./dashboard-shape.ts";
import type { ObjectShape, Shape } from "./shape.ts";

export type JsonSchema = { readonly [key: string]: unknown };

export function dashboardJsonSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "tsmodel dashboard",
    ...toJsonSchema(dashboardShape),
  };
}

export function toJsonSchema(shape: Shape): JsonSchema {
  switch (shape.type) {
    case "text":
      return {
        type: "string",
        ...(shape.choices ? { enum: shape.choices } : {}),
        ...(shape.pattern ? { pattern: shape.pattern.source } : {}),
        ...(shape.example ? { examples: [shape.example] } : {}),
      };
    case "number":
      return {
        type: shape.whole ? "integer" : "number",
        ...(shape.minimum === undefined ? {} : { minimum: shape.minimum }),
        ...(shape.maximum === undefined ? {} : { maximum: shape.maximum }),
      };
    case "boolean":
      return { type: "boolean" };
    case "constant":
      return { const: shape.value };
    case "list":
      return {
        type: "array",
        items: toJsonSchema(shape.of),
        ...(shape.minimum ? { minItems: shape.minimum } : {}),
      };
    case "map":
      return { type: "object", additionalProperties: toJsonSchema(shape.of) };
    case "object":
      return objectSchema(shape);
    case "tagged":
      return { oneOf: Object.values(shape.tags).map(objectSchema) };
    case "either":
      return { anyOf: shape.of.map(toJsonSchema) };
  }
}

function objectSchema({ keys }: ObjectShape): JsonSchema {
  const required = Object.entries(keys).flatMap(([key, each]) => (each.required ? [key] : []));
  const properties = Object.fromEntries(
    Object.entries(keys).map(([key, { shape, about }]) => [
      key,
      { description: about, ...toJsonSchema(shape) },
    ]),
  );
  return {
    type: "object",
    properties,
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}
