/** A dashboard file that has been checked: the types of what dashboard-shape.ts describes. */
import type { FormatStyle } from "../format/format.ts";
import type { Grain } from "../format/period.ts";

export type Tone = "good" | "fair" | "bad";
export type Good = "up" | "down" | "neither";

export interface FormatSpec {
  readonly style: FormatStyle;
  readonly decimals?: number;
  readonly unit?: string;
  readonly currency?: string;
}

export interface Rule {
  readonly value: number;
  readonly label: string;
}

export interface Band {
  readonly to?: number;
  readonly tone: Tone;
  readonly label?: string;
}

interface TileBase {
  readonly title?: string;
  readonly subtitle?: string;
  readonly note?: string;
  readonly width?: number;
  readonly id?: string;
}

export interface NumberSpec extends TileBase {
  readonly number: string;
  readonly at?: "last-complete" | "last-value";
  readonly compare?: "previous-period" | "none" | { readonly to: number; readonly label: string };
  readonly sparkline?: boolean;
  readonly bands?: readonly Band[];
  readonly format?: string | FormatSpec;
  readonly good?: Good;
  readonly hero?: boolean;
}

export interface GaugeSpec extends TileBase {
  readonly gauge: string;
  readonly at?: "last-complete" | "last-value";
  readonly min?: number;
  readonly max?: number;
  readonly bands: readonly Band[];
}

export interface ChartSpec extends TileBase {
  readonly line?: string;
  readonly area?: string;
  readonly bar?: string;
  readonly y: string | readonly string[];
  readonly x?: string;
  readonly series?: string;
  readonly stack?: boolean;
  readonly goal?: Rule;
  readonly alert?: Rule;
  readonly min?: number;
  readonly max?: number;
  readonly height?: number;
  readonly incomplete?: "hollow" | "hide";
}

export interface Condition {
  readonly below?: number;
  readonly above?: number;
  readonly tone: Tone;
}

export interface TableSpec extends TileBase {
  readonly table: string;
  readonly rows: readonly string[];
  readonly columns: readonly (
    string | { readonly measure: string; readonly label?: string; readonly when?: readonly Condition[] }
  )[];
  readonly period?: "last-complete" | "range";
  readonly sort?: string;
  readonly limit?: number;
}

export interface HeatmapSpec extends TileBase {
  readonly heatmap: string;
  readonly rows: string;
  readonly columns: string;
  readonly value: string;
  readonly scale?: { readonly from: number; readonly to: number };
}

export interface TextSpec extends TileBase {
  readonly text: string;
}

export type TileSpec = NumberSpec | GaugeSpec | ChartSpec | TableSpec | HeatmapSpec | TextSpec;

export interface RowSpec {
  readonly heading?: string;
  readonly text?: string;
  readonly tiles?: readonly TileSpec[];
}

export interface MeasureSpec {
  readonly value: string;
  readonly label?: string;
  readonly about?: string;
  readonly format?: string | FormatSpec;
  readonly good?: Good;
  readonly color?: number;
  readonly over_time?: boolean;
}

export interface QuerySpec {
  readonly model?: string;
  readonly sql?: string;
  readonly where?: string;
  readonly time?: string;
  readonly grain?: Grain;
  readonly period?: string;
  readonly by?: readonly string[];
  readonly filters?: { readonly [filter: string]: string };
  readonly measures: { readonly [name: string]: string | MeasureSpec };
}

export interface FilterSpec {
  readonly type: "date-range" | "select";
  readonly label?: string;
  readonly default?: string | readonly string[];
  readonly options?: readonly string[];
}

export interface AlertSpec {
  /** Id of a tile. */
  readonly tile: string;
  readonly when: "above" | "below" | "rows";
  readonly to: readonly string[];
  readonly every?: "hour" | "day" | "week";
  readonly at?: number;
}

export interface DashboardSpec {
  readonly version: 1;
  readonly dashboard?: string;
  readonly title: string;
  readonly description?: string;
  readonly order?: number;
  readonly locale?: string;
  readonly as_of?: string;
  readonly owner?: { readonly name?: string; readonly email?: string };
  readonly categories?: { readonly [column: string]: { readonly [value: string]: string } };
  readonly filters?: { readonly [name: string]: FilterSpec };
  readonly queries: { readonly [name: string]: QuerySpec };
  readonly tabs?: readonly { readonly title: string; readonly rows: readonly RowSpec[] }[];
  readonly rows?: readonly RowSpec[];
  readonly alerts?: readonly AlertSpec[];
}
