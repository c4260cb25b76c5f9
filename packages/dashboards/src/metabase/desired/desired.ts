/** Objects as they shall be on the server; ids of the server's are not in them, but for fields. */

export interface DesiredCard {
  /** "reporting/exec/line-wau" */
  readonly key: string;
  readonly entityId: string;
  readonly name: string;
  readonly description: string | null;
  readonly display: string;
  readonly sql: string;
  readonly tags: readonly DesiredTag[];
  readonly settings: Settings;
}

export interface DesiredTag {
  readonly id: string;
  /** The filter's name: {{plan}} in SQL. */
  readonly name: string;
  readonly label: string;
  readonly field: number;
  readonly widget: "date/all-options" | "string/=";
}

export type Settings = { readonly [key: string]: unknown };

export interface DesiredParameter {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly type: string;
  readonly sectionId: string;
  readonly default?: unknown;
}

export interface DesiredTile {
  /** "exec/line-wau", "exec/tab-1-row-2-heading" */
  readonly key: string;
  /** The question's key; absent for headings and texts. */
  readonly card?: string;
  readonly row: number;
  readonly col: number;
  readonly width: number;
  readonly height: number;
  readonly settings: Settings;
  /** Filters that act on it. */
  readonly filters: readonly string[];
}

export interface DesiredTab {
  /** Absent: the only one of a page without tabs. */
  readonly title?: string;
  readonly tiles: readonly DesiredTile[];
}

export interface DesiredDashboard {
  /** "reporting/exec" */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly DesiredParameter[];
  readonly tabs: readonly DesiredTab[];
}

export interface DesiredAlert {
  readonly card: string;
  readonly condition: "has_result" | "goal_above" | "goal_below";
  /** Quartz: second minute hour day month weekday year. */
  readonly schedule: string;
  readonly email: readonly string[];
  readonly slack: readonly string[];
}

/** Something a page shows that Metabase cannot, said once. */
export interface Note {
  readonly dashboard: string;
  readonly text: string;
}

export interface Desired {
  readonly cards: readonly DesiredCard[];
  readonly dashboards: readonly DesiredDashboard[];
  readonly alerts: readonly DesiredAlert[];
  readonly notes: readonly Note[];
}
