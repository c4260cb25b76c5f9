/** What a selection asks for, as a tree of sets. */
import { parseCriterion } from "../project/selector-criterion.ts";
import type { Criterion, IndirectSelection } from "../project/selector-criterion.ts";

export type SelectionSpec = Criterion | SelectionGroup;

export interface SelectionGroup {
  readonly type: "union" | "intersection" | "difference";
  readonly parts: readonly SelectionSpec[];
  /** As written; only of words of the command line, which are reported when they select nothing. */
  readonly word?: string;
  readonly indirectSelection: IndirectSelection;
}

/** Everything: all but sources have a qualified name. */
const defaultIncludes = ["fqn:*", "source:*"];

/** --select and --exclude. @throws TsmodelError selector-invalid, selector-method-unknown */
export function parseSelection(
  select: readonly string[],
  exclude: readonly string[],
  indirectSelection: IndirectSelection,
): SelectionSpec {
  const included =
    select.length > 0
      ? parseUnion(select, indirectSelection, true)
      : parseUnion(defaultIncludes, indirectSelection, false);
  if (exclude.length === 0) return included;
  return {
    type: "difference",
    parts: [included, parseUnion(exclude, indirectSelection, true)],
    indirectSelection: "eager",
  };
}

/** Words apart by blanks are united, parts of a word apart by commas intersected. */
function parseUnion(
  texts: readonly string[],
  indirectSelection: IndirectSelection,
  expected: boolean,
): SelectionGroup {
  const words = texts.flatMap((text) => text.split(" ")).filter((word) => word !== "");
  const parts = words.map((word): SelectionGroup => ({
    type: "intersection",
    parts: word.split(",").map(parseCriterion),
    ...(expected ? { word } : {}),
    indirectSelection,
  }));
  return { type: "union", parts, indirectSelection };
}
