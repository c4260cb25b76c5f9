/** Value against shape: every difference is a problem with its place. */
import { findNearest, type Path, type ProblemList } from "./problem.ts";
import type { ObjectShape, Shape } from "./shape.ts";

type Mapping = { readonly [key: string]: unknown };

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function checkShape(value: unknown, shape: Shape, path: Path, problems: ProblemList): void {
  switch (shape.type) {
    case "text":
      return checkText(value, shape, path, problems);
    case "number":
      return checkNumber(value, shape, path, problems);
    case "boolean":
      return typeof value === "boolean" ? undefined : wrongType(value, "true or false", path, problems);
    case "constant":
      return value === shape.value ? undefined : wrongType(value, String(shape.value), path, problems);
    case "list":
      if (!Array.isArray(value)) return wrongType(value, "a list", path, problems);
      if (value.length < (shape.minimum ?? 0)) problems.add("value", path, "this list may not be empty");
      return value.forEach((item, index) => checkShape(item, shape.of, [...path, index], problems));
    case "map":
      if (!isMapping(value)) return wrongType(value, `${shape.noun} by name`, path, problems);
      return Object.entries(value).forEach(([key, item]) =>
        checkShape(item, shape.of, [...path, key], problems),
      );
    case "object":
      return isMapping(value)
        ? checkObject(value, shape, path, problems)
        : wrongType(value, shape.noun, path, problems);
    case "tagged":
      return isMapping(value)
        ? checkTagged(value, shape, path, problems)
        : wrongType(value, shape.noun, path, problems);
    case "either":
      return checkEither(value, shape.of, path, problems);
  }
}

function wrongType(value: unknown, expected: string, path: Path, problems: ProblemList): void {
  problems.add("value", path, `${nameOf(path)} is ${describe(value)}, not ${expected}`);
}

const nameOf = (path: Path): string => {
  const last = path.at(-1);
  return last === undefined
    ? "the file"
    : typeof last === "number"
      ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}`
      : `"${last}"`;
};

function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? `"${value}"` : String(value);
}

function checkText(
  value: unknown,
  { choices, pattern, example }: Extract<Shape, { type: "text" }>,
  path: Path,
  problems: ProblemList,
): void {
  if (typeof value !== "string")
    return wrongType(value, choices === undefined ? "text" : choices.join(" or "), path, problems);
  if (choices !== undefined && !choices.includes(value))
    return problems.unknown("value", path, `${nameOf(path)} may not be "${value}"`, value, choices);
  if (pattern !== undefined && !pattern.test(value))
    problems.add("value", path, `${nameOf(path)} may not be "${value}"`, {
      hint: example === undefined ? undefined : `e.g. ${example}`,
    });
}

function checkNumber(
  value: unknown,
  { minimum, maximum, whole }: Extract<Shape, { type: "number" }>,
  path: Path,
  problems: ProblemList,
): void {
  if (typeof value !== "number" || !Number.isFinite(value) || (whole === true && !Number.isInteger(value)))
    return wrongType(value, whole ? "a whole number" : "a number", path, problems);
  if (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity))
    problems.add(
      "value",
      path,
      `${nameOf(path)} is ${value}, outside of ${minimum ?? "-∞"} to ${maximum ?? "∞"}`,
    );
}

function checkObject(value: Mapping, { noun, keys }: ObjectShape, path: Path, problems: ProblemList): void {
  for (const [key, item] of Object.entries(value)) {
    const known = keys[key];
    if (known === undefined)
      problems.unknown(
        "key-unknown",
        [...path, key],
        `${noun} has no key "${key}"`,
        key,
        Object.keys(keys),
        "key",
      );
    else checkShape(item, known.shape, [...path, key], problems);
  }
  for (const [key, { required, about }] of Object.entries(keys)) {
    if (required && !(key in value))
      problems.add("key-missing", path, `${noun} needs the key "${key}"`, { hint: about });
  }
}

/** The key that is there says what the rest may be. */
function checkTagged(
  value: Mapping,
  { noun, tags }: Extract<Shape, { type: "tagged" }>,
  path: Path,
  problems: ProblemList,
): void {
  const found = Object.keys(tags).filter((tag) => tag in value);
  if (found.length === 1) return checkObject(value, tags[found[0]!]!, path, problems);
  if (found.length > 1)
    return problems.add(
      "tile-kind",
      [...path, found[1]!],
      `${noun} is one thing: this one is "${found.join('" and "')}"`,
      { what: "key" },
    );
  const near = Object.keys(value).flatMap((key) => findNearest(key, Object.keys(tags)) ?? []);
  problems.add("tile-kind", path, `nothing says what ${noun} this is`, {
    hint: near.length > 0 ? `did you mean "${near[0]}"?` : `one key of: ${Object.keys(tags).join(", ")}`,
  });
}

/** The alternative of the value's own type is the one that was meant. */
function checkEither(value: unknown, shapes: readonly Shape[], path: Path, problems: ProblemList): void {
  const meant = shapes.filter((shape) => accepts(shape, value));
  const shape = meant.find((each) => each.type === "constant" && each.value === value) ?? meant.at(-1);
  if (shape !== undefined) return checkShape(value, shape, path, problems);
  wrongType(value, shapes.map(expectation).join(" or "), path, problems);
}

function accepts(shape: Shape, value: unknown): boolean {
  if (shape.type === "text") return typeof value === "string";
  if (shape.type === "number" || shape.type === "boolean") return typeof value === shape.type;
  if (shape.type === "constant") return value === shape.value;
  return shape.type === "list" ? Array.isArray(value) : isMapping(value);
}

const expectation = (shape: Shape): string =>
  shape.type === "object" || shape.type === "tagged"
    ? shape.noun
    : shape.type === "constant"
      ? String(shape.value)
      : shape.type === "list"
        ? "a list"
        : shape.type === "text"
          ? "text"
          : `a ${shape.type}`;
