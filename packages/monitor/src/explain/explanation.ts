/** All movements of a project's dashboards, in the order in which they are worth reading. */
import { findMovements, type ExplainInput, type Movement } from "./movement.ts";
import { sayMovement, write, type Sentence } from "./say.ts";

export interface Explained {
  readonly movement: Movement;
  readonly sentences: readonly Sentence[];
  /** attention: a rule is broken, or the figure is outside of its usual range. */
  readonly group: "attention" | "moved" | "same";
}

export interface Explanation {
  readonly asOf: Date;
  readonly project: string;
  readonly target: string;
  readonly explained: readonly Explained[];
  /** Queries that could not be read. */
  readonly failures: readonly string[];
}

const GROUPS: readonly Explained["group"][] = ["attention", "moved", "same"];

export function explain(inputs: readonly ExplainInput[]): Explained[] {
  const movements = mergeSame(inputs.flatMap(findMovements));
  return movements
    .map((movement): Explained => ({ movement, sentences: sayMovement(movement), group: groupOf(movement) }))
    .sort(
      (a, b) =>
        GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
        weightOf(b.movement) - weightOf(a.movement) ||
        (a.movement.name < b.movement.name ? -1 : 1),
    );
}

function groupOf(movement: Movement): Explained["group"] {
  if (movement.broken.length > 0 || movement.usual?.status === "flagged") return "attention";
  return write(movement.before, movement) === write(movement.after, movement) ? "same" : "moved";
}

/** What got worse comes first, then by how much it moved. */
const weightOf = ({ direction, relative }: Movement): number =>
  (direction === "worse" ? 1000 : 0) + Math.min(999, Math.abs(relative ?? 9));

/** The same figure on two dashboards is told once, by the query that can be split; rules of both count. */
function mergeSame(movements: readonly Movement[]): Movement[] {
  const byFigure = new Map<string, Movement>();
  for (const movement of movements) {
    const key = [
      movement.measure.label,
      movement.period,
      movement.query.grain,
      write(movement.before, movement),
      write(movement.after, movement),
    ].join("|");
    const known = byFigure.get(key);
    if (known === undefined) byFigure.set(key, movement);
    else {
      const [kept, left] =
        movement.splits.length > known.splits.length ? [movement, known] : [known, movement];
      const rules = [...kept.broken, ...left.broken];
      const broken = rules.filter(
        (rule, index) =>
          rules.findIndex(({ kind, value }) => kind === rule.kind && value === rule.value) === index,
      );
      byFigure.set(key, { ...kept, broken, also: [...kept.also, left.name, ...left.also] });
    }
  }
  return [...byFigure.values()];
}
