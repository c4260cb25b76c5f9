/** The five raw tables: their columns in file order, and how the number in a column buffer becomes a value. */
import { config } from "../config.ts";
import type { Entity } from "./entity-id.ts";
import { accountNames, firstNames, lastNames } from "./names.ts";

export type TableName = "accounts" | "users" | "projects" | "tasks" | "events";

/** In a buffer every value is a number; a null is NULL. */
export const NULL = -1;

export type ColumnKind =
  | { readonly type: "id"; readonly entity: Entity }
  /** An id whose entity is named by the code in another column. */
  | { readonly type: "id-of"; readonly column: number; readonly entities: readonly Entity[] }
  /** The number is an index into the values. */
  | { readonly type: "choice"; readonly values: readonly string[] }
  | { readonly type: "integer" }
  | { readonly type: "boolean" }
  /** Seconds since 1970, UTC. */
  | { readonly type: "timestamp" };

export interface ColumnSpec {
  readonly name: string;
  readonly kind: ColumnKind;
}

export const accountStatuses = ["active", "churned"] as const;
export const userStatuses = ["active", "deactivated"] as const;
export const eventNames = [
  "login_succeeded",
  "dashboard_viewed",
  "project_created",
  "task_created",
  "task_assigned",
  "task_status_changed",
  "task_completed",
  "handoff_completed",
  "blocker_added",
  "blocker_resolved",
  "work_note_added",
] as const;
export const entityTypes = ["account", "project", "task"] as const;

/** The position of each event name and entity type, which is what a buffer holds. */
export const eventCode: Codes<typeof eventNames> = codesOf(eventNames);
export const entityCode: Codes<typeof entityTypes> = codesOf(entityTypes);

type Codes<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

const id = (entity: Entity): ColumnKind => ({ type: "id", entity });
const choice = (values: readonly string[]): ColumnKind => ({ type: "choice", values });
const timestamp: ColumnKind = { type: "timestamp" };
const column = (name: string, kind: ColumnKind): ColumnSpec => ({ name, kind });

export const tableSpecs: Readonly<Record<TableName, readonly ColumnSpec[]>> = {
  accounts: [
    column("account_id", id("account")),
    column("account_name", choice(accountNames)),
    column("plan_tier", choice(config.plans.map((plan) => plan.tier))),
    column("region", choice(config.regions.map((region) => region.name))),
    column("seats_purchased", { type: "integer" }),
    column("account_status", choice(accountStatuses)),
    column("created_at_utc", timestamp),
  ],
  users: [
    column("user_id", id("user")),
    column("account_id", id("account")),
    column("user_first_name", choice(firstNames)),
    column("user_last_name", choice(lastNames)),
    column("role_type", choice(config.roles.values)),
    column("user_status", choice(userStatuses)),
    column("created_at_utc", timestamp),
    column("activated_at_utc", timestamp),
    column("deactivated_at_utc", timestamp),
  ],
  projects: [
    column("project_id", id("project")),
    column("account_id", id("account")),
    column("owner_user_id", id("user")),
    column("project_status", choice(config.projectStatus.values)),
    column("created_at_utc", timestamp),
    column("completed_at_utc", timestamp),
  ],
  tasks: [
    column("task_id", id("task")),
    column("account_id", id("account")),
    column("project_id", id("project")),
    column("created_by_user_id", id("user")),
    column("assignee_user_id", id("user")),
    column("task_status", choice(config.taskStatus.values)),
    column("priority", choice(config.priority.values)),
    column("has_blocker", { type: "boolean" }),
    column("created_at_utc", timestamp),
    column("start_at_utc", timestamp),
    column("due_at_utc", timestamp),
    column("completed_at_utc", timestamp),
  ],
  events: [
    column("event_id", id("event")),
    column("account_id", id("account")),
    column("user_id", id("user")),
    column("event_name", choice(eventNames)),
    column("entity_type", choice(entityTypes)),
    column("entity_id", { type: "id-of", column: 4, entities: entityTypes }),
    column("event_at_utc", timestamp),
    column("ingested_at_utc", timestamp),
  ],
};

export const tableNames: readonly TableName[] = ["accounts", "users", "projects", "tasks", "events"];

/** The position of a column, for code that reads a buffer by name. @throws RangeError for an unknown name. */
export function columnIndex(table: TableName, name: string): number {
  const at = tableSpecs[table].findIndex((spec) => spec.name === name);
  if (at < 0) throw new RangeError(`table ${table} has no column ${name}`);
  return at;
}

function codesOf<Names extends readonly string[]>(names: Names): Codes<Names> {
  return Object.fromEntries(names.map((name, code) => [name, code])) as Codes<Names>;
}
