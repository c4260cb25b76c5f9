import type { Value } from "@tsmodel/jinja";
import type { Cell } from "../../adapter/cell.ts";

/** A database cell as templates see it: Decimal, date, datetime, float, … */
export declare function cellToValue(cell: Cell): Value;
/** A template value as a statement's binding. @throws JinjaError TypeError for values no database takes */
export declare function valueToCell(value: Value): Cell;
