/** The server's objects, as far as they are read. Everything else in them is left as it is. */

export interface ServerDatabase {
  readonly id: number;
  readonly name: string;
  readonly engine: string;
  readonly details?: { readonly [key: string]: unknown };
  readonly initial_sync_status?: string | null;
}

export interface ServerTable {
  readonly id: number;
  readonly name: string;
  readonly schema: string | null;
  readonly display_name: string;
  readonly description: string | null;
  readonly visibility_type: string | null;
  readonly active?: boolean;
  readonly fields: readonly ServerField[];
}

export interface ServerField {
  readonly id: number;
  readonly name: string;
  readonly display_name: string;
  readonly description: string | null;
  /** e.g. "timestamptz". */
  readonly database_type?: string | null;
  readonly semantic_type: string | null;
  readonly fk_target_field_id: number | null;
  readonly visibility_type?: string | null;
  readonly has_field_values?: string | null;
  readonly active?: boolean;
}

export interface ServerCollection {
  /** "root" for the one that holds all. */
  readonly id: number | string;
  readonly name: string;
  readonly description?: string | null;
  /** Ids above it, "/1/4/". */
  readonly location?: string | null;
  readonly archived?: boolean;
  readonly personal_owner_id?: number | null;
  readonly is_personal?: boolean;
  readonly type?: string | null;
  readonly namespace?: string | null;
}

export interface ServerItem {
  readonly id: number;
  /** "card", "dashboard", … */
  readonly model: string;
  readonly name: string;
  readonly description?: string | null;
}

export interface ServerCard {
  readonly id: number;
  readonly entity_id?: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly display: string;
  readonly archived?: boolean;
  readonly collection_id: number | null;
  /** In the words of whatever version it is: read through read-query.ts alone. */
  readonly dataset_query: unknown;
  readonly visualization_settings: { readonly [key: string]: unknown };
  /** Dashboards it stands on. */
  readonly dashboard_count?: number;
  readonly creator?: { readonly common_name?: string; readonly email?: string };
}

export interface ServerParameter {
  readonly id: string;
  readonly [key: string]: unknown;
}

export interface ServerTab {
  readonly id: number;
  readonly name: string;
  readonly position?: number;
}

export interface ServerMapping {
  readonly parameter_id: string;
  readonly card_id?: number | null;
  readonly target: unknown;
}

export interface ServerDashcard {
  readonly id: number;
  readonly card_id: number | null;
  readonly dashboard_tab_id?: number | null;
  readonly size_x: number;
  readonly size_y: number;
  readonly row: number;
  readonly col: number;
  readonly parameter_mappings?: readonly ServerMapping[] | null;
  readonly visualization_settings: { readonly [key: string]: unknown };
  readonly series?: readonly { readonly id: number }[] | null;
  readonly inline_parameters?: readonly unknown[] | null;
  readonly action_id?: number | null;
}

export interface ServerDashboard {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly archived?: boolean;
  readonly collection_id: number | null;
  readonly parameters?: readonly ServerParameter[] | null;
  readonly tabs?: readonly ServerTab[] | null;
  readonly dashcards: readonly ServerDashcard[];
  readonly creator?: { readonly common_name?: string; readonly email?: string };
}

export interface ServerAlert {
  readonly id: number;
  readonly active?: boolean;
  readonly creator_id?: number | null;
  readonly payload_type: string;
  readonly payload?: {
    readonly card_id?: number;
    readonly send_condition?: string;
    readonly [key: string]: unknown;
  } | null;
  readonly subscriptions?: readonly {
    readonly cron_schedule?: string | null;
    readonly [key: string]: unknown;
  }[];
  readonly handlers?: readonly {
    readonly channel_type: string;
    readonly recipients?: readonly {
      readonly type: string;
      readonly details?: { readonly value?: string } | null;
    }[];
    readonly [key: string]: unknown;
  }[];
}

/** Answer of POST /api/card/:id/query. */
export interface ServerResult {
  /** "completed" or "failed", whatever the HTTP status says. */
  readonly status?: string;
  readonly error?: string;
  readonly row_count?: number;
  readonly data?: {
    readonly rows: readonly (readonly unknown[])[];
    readonly cols: readonly { readonly name: string; readonly base_type?: string }[];
  };
}

/** Since 0.40 lists come in an envelope; some never did. */
export const listOf = <T>(body: unknown): readonly T[] =>
  Array.isArray(body) ? (body as T[]) : ((body as { data?: readonly T[] } | undefined)?.data ?? []);
