/** A dashboard with every name resolved: what queries are run and what tiles are drawn. Plain data; travels to the browser. */
import type { Evaluation } from "../cube/aggregate.ts";
import type { Part } from "../cube/measure.ts";
import type { Format } from "../format/format.ts";
import type { Grain } from "../format/period.ts";
import type { Band, Condition, Good, Rule } from "../spec/dashboard-spec.ts";

export interface Dashboard {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly order: number;
  readonly locale: string;
  /** SQL expression of a date. */
  readonly asOf?: string;
  readonly owner?: { readonly name?: string; readonly email?: string };
  /** Declared labels of categories by column and value. */
  readonly categories: { readonly [column: string]: { readonly [value: string]: string } };
  readonly filters: readonly Filter[];
  readonly queries: readonly Query[];
  readonly tabs: readonly Tab[];
}

export type Filter =
  | {
      readonly type: "date-range";
      readonly name: string;
      readonly label: string;
      readonly options: readonly string[];
      readonly initial: string;
    }
  | {
      readonly type: "select";
      readonly name: string;
      readonly label: string;
      readonly initial: readonly string[];
    };

export interface Query {
  readonly name: string;
  /** SQL with template calls, to be rendered by the caller. */
  readonly sql: string;
  readonly where?: string;
  readonly time?: string;
  readonly grain?: Grain;
  /** "Cohort of" in place of "Week of". */
  readonly periodWord?: string;
  /** Columns grouped by, those of filters included. */
  readonly dimensions: readonly string[];
  readonly parts: readonly Part[];
  readonly measures: readonly Measure[];
  /** Column by name of filter. */
  readonly filters: { readonly [filter: string]: string };
}

export interface Measure extends Evaluation {
  readonly name: string;
  readonly label: string;
  readonly about?: string;
  readonly format: Format;
  readonly good: Good;
  readonly color?: number;
  /** May be added up over periods. */
  readonly overTime: boolean;
}

export interface Tab {
  readonly title?: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly heading?: string;
  readonly text?: string;
  readonly tiles: readonly Tile[];
}

interface TileBase {
  /** Unique on the page; also its anchor. */
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly note?: string;
  /** Columns of 24. */
  readonly width: number;
}

export interface NumberTile extends TileBase {
  readonly kind: "number";
  readonly query: string;
  readonly measure: string;
  readonly at: "last-complete" | "last-value";
  readonly compare: "previous-period" | "none" | { readonly to: number; readonly label: string };
  readonly sparkline: boolean;
  readonly bands: readonly Band[];
  readonly format: Format;
  readonly good: Good;
  readonly hero: boolean;
}

export interface GaugeTile extends TileBase {
  readonly kind: "gauge";
  readonly query: string;
  readonly measure: string;
  readonly at: "last-complete" | "last-value";
  readonly min: number;
  readonly max: number;
  readonly bands: readonly Band[];
}

export interface ChartTile extends TileBase {
  readonly kind: "line" | "area" | "bar";
  readonly query: string;
  readonly measures: readonly string[];
  /** A dimension; absent: time. */
  readonly x?: string;
  readonly series?: string;
  readonly stack: boolean;
  readonly rules: readonly (Rule & { readonly kind: "goal" | "alert" })[];
  readonly min?: number;
  readonly max?: number;
  /** Pixels. */
  readonly height: number;
  readonly incomplete: "hollow" | "hide";
}

export interface TableTile extends TileBase {
  readonly kind: "table";
  readonly query: string;
  /** Dimensions; "time" stands for the period. */
  readonly rows: readonly string[];
  readonly columns: readonly {
    readonly measure: string;
    readonly label: string;
    readonly when: readonly Condition[];
  }[];
  readonly period: "last-complete" | "range";
  readonly sort?: { readonly measure: string; readonly descending: boolean };
  readonly limit: number;
}

export interface HeatmapTile extends TileBase {
  readonly kind: "heatmap";
  readonly query: string;
  readonly rows: string;
  readonly columns: string;
  readonly measure: string;
  readonly scale?: { readonly from: number; readonly to: number };
}

export interface TextTile extends TileBase {
  readonly kind: "text";
  readonly text: string;
}

export type DataTile = NumberTile | GaugeTile | ChartTile | TableTile | HeatmapTile;
export type Tile = DataTile | TextTile;

/** How rows and axes name time. */
export const TIME = "time";
