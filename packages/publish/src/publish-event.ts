/** What happened while publishing, in the order it happened. Times in milliseconds. */
export type PublishEvent =
  | { readonly type: "waiting-for-publisher"; readonly schema: string; readonly holder: string }
  | { readonly type: "leftover-dropped"; readonly schema: string }
  | { readonly type: "table-started"; readonly table: string; readonly index: number; readonly total: number }
  | { readonly type: "table-progress"; readonly table: string; readonly rows: number; readonly bytes: number }
  | { readonly type: "table-finishing"; readonly table: string; readonly rows: number }
  | {
      readonly type: "table-loaded";
      readonly table: string;
      readonly rows: number;
      readonly bytes: number;
      readonly milliseconds: number;
    }
  | {
      readonly type: "index-left-out";
      readonly table: string;
      readonly index: string;
      readonly reason: string;
    }
  | { readonly type: "swap-retried"; readonly attempt: number; readonly reason: string }
  | { readonly type: "swapped"; readonly swap: SwapReport }
  | { readonly type: "previous-dropped"; readonly schema: string }
  | { readonly type: "previous-kept"; readonly schema: string; readonly reason: string };

/** How the new generation became the live one. */
export interface SwapReport {
  readonly route: "first" | "schema-swap" | "table-swap";
  readonly attempts: number;
  readonly milliseconds: number;
  /**
   * True when no statement was reading the old tables at the moment of the swap, so none can have met one old
   * and one new table. False only for a schema swap that gave up waiting for such a moment.
   */
  readonly settled: boolean;
}

/** What the outside lends to a publish. */
export interface PublishEffects {
  report(event: PublishEvent): void;
  /** Milliseconds of some clock that only goes forward. */
  now(): number;
  /** Aborting stops the publish; the old generation stays. Ignored once the swap has begun. */
  readonly signal?: AbortSignal;
}
