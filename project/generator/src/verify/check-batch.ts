/**
 * Reads a batch as it is about to be written: holds every row against the guardrails and counts what the rates are
 * made of. It knows the tables only, nothing of how the rows came about.
 */
import { SECONDS_PER_DAY } from "../calendar.ts";
import { config } from "../config.ts";
import type { Batch, ColumnBuffer } from "../tables/column-buffer.ts";
import { RowIndex } from "../tables/row-index.ts";
import {
  columnIndex,
  entityCode,
  eventCode,
  eventNames,
  NULL,
  tableNames,
  tableSpecs,
  type TableName,
} from "../tables/table-spec.ts";
import { breach, count, extend, type Guardrail, type Tally } from "./tally.ts";

/** A due date later than this after the start is an outlier, as the reports define it. */
const OUTLIER_DAYS = 30;

/** Tasks older than this have got all their early events, even the latest ones. */
const SETTLED_SECONDS = 8 * SECONDS_PER_DAY;

/** Later arrivals are counted with those of this day. */
const LAST_ARRIVAL = 7;

type OrderedTable = "users" | "projects" | "tasks";

type Indexes = Readonly<Record<Exclude<TableName, "events">, RowIndex>>;

/** Checks batch after batch with the same memory. `asOf` is the instant, in seconds, up to which rows were made. */
export function createBatchChecker(asOf: number): (batch: Batch, tally: Tally) => void {
  const indexes: Indexes = {
    accounts: new RowIndex(),
    users: new RowIndex(),
    projects: new RowIndex(),
    tasks: new RowIndex(),
  };
  return (batch, tally) => {
    for (const table of tableNames) tally.rows[table] += batch[table].length;
    for (const table of ["accounts", "users", "projects", "tasks"] as const) {
      indexes[table].rebuild(batch[table]);
      const { duplicates } = indexes[table];
      if (duplicates > 0) breach(tally, "keys are unique", `in ${table}`, duplicates);
    }
    checkAccounts(batch, tally);
    checkUsers(batch, indexes, tally);
    checkProjects(batch, indexes, tally);
    checkTasks(batch, indexes, tally);
    checkEvents(batch, indexes, tally, asOf);
  };
}

function checkAccounts({ accounts }: Batch, tally: Tally): void {
  const plan = column(accounts, "accounts", "plan_tier");
  const seats = column(accounts, "accounts", "seats_purchased");
  countChoices(accounts, "accounts", ["plan_tier", "region"], tally);
  for (let row = 0; row < accounts.length; row++) {
    extend(tally, `seats ${config.plans[plan[row]!]!.tier}`, seats[row]!);
  }
}

function checkUsers(batch: Batch, indexes: Indexes, tally: Tally): void {
  const { accounts, users } = batch;
  const account = column(users, "users", "account_id");
  const deactivated = column(users, "users", "deactivated_at_utc");
  const perAccount = new Int32Array(accounts.length);
  let left = 0;
  countChoices(users, "users", ["role_type"], tally);
  for (let row = 0; row < users.length; row++) {
    const home = indexes.accounts.rowOf(account[row]!);
    if (home < 0) breach(tally, "no orphan keys", `account of ${rowName(batch, "users", row)}`);
    else perAccount[home] = perAccount[home]! + 1;
    if (deactivated[row] !== NULL) left++;
  }
  checkOrder(batch, "users", "activated", tally);
  extendBySizes(tally, "users per account", perAccount);
  count(tally, "deactivated", left);
}

function checkProjects(batch: Batch, indexes: Indexes, tally: Tally): void {
  const { accounts, projects, users } = batch;
  const account = column(projects, "projects", "account_id");
  const owner = column(projects, "projects", "owner_user_id");
  const home = column(users, "users", "account_id");
  const perAccount = new Int32Array(accounts.length);
  countChoices(projects, "projects", ["project_status"], tally);
  for (let row = 0; row < projects.length; row++) {
    const at = indexes.accounts.rowOf(account[row]!);
    const ownerRow = indexes.users.rowOf(owner[row]!);
    if (at < 0 || ownerRow < 0 || home[ownerRow] !== account[row]) {
      breach(tally, "no orphan keys", rowName(batch, "projects", row));
    }
    if (at >= 0) perAccount[at] = perAccount[at]! + 1;
  }
  checkOrder(batch, "projects", "completed", tally);
  extendBySizes(tally, "projects per account", perAccount);
}

function checkTasks(batch: Batch, indexes: Indexes, tally: Tally): void {
  const { projects, tasks, users } = batch;
  const account = column(tasks, "tasks", "account_id");
  const project = column(tasks, "tasks", "project_id");
  const creator = column(tasks, "tasks", "created_by_user_id");
  const assignee = column(tasks, "tasks", "assignee_user_id");
  const blocker = column(tasks, "tasks", "has_blocker");
  const start = column(tasks, "tasks", "start_at_utc");
  const due = column(tasks, "tasks", "due_at_utc");
  const projectHome = column(projects, "projects", "account_id");
  const userHome = column(users, "users", "account_id");
  const perProject = new Int32Array(projects.length);
  let [missing, blocked, outliers] = [0, 0, 0];
  countChoices(tasks, "tasks", ["task_status", "priority"], tally);
  for (let row = 0; row < tasks.length; row++) {
    const home = account[row]!;
    const projectRow = indexes.projects.rowOf(project[row]!);
    const creatorRow = indexes.users.rowOf(creator[row]!);
    const assigned = assignee[row] !== NULL;
    const assigneeRow = assigned ? indexes.users.rowOf(assignee[row]!) : creatorRow;
    const known = projectRow >= 0 && creatorRow >= 0 && assigneeRow >= 0;
    if (projectRow >= 0) perProject[projectRow] = perProject[projectRow]! + 1;
    if (
      !known ||
      projectHome[projectRow] !== home ||
      userHome[creatorRow] !== home ||
      userHome[assigneeRow] !== home
    ) {
      breach(tally, "no orphan keys", rowName(batch, "tasks", row));
    }
    if (!assigned) missing++;
    blocked += blocker[row]!;
    if (start[row] !== NULL && dayOf(due[row]!) - dayOf(start[row]!) > OUTLIER_DAYS) outliers++;
  }
  checkOrder(batch, "tasks", "completed", tally);
  extendBySizes(tally, "tasks per project", perProject);
  count(tally, "missing assignee", missing);
  count(tally, "blocker", blocked);
  count(tally, "outlier due date", outliers);
}

function checkEvents(batch: Batch, indexes: Indexes, tally: Tally, asOf: number): void {
  const { events, tasks, users } = batch;
  const seen: EventCounts = {
    perName: new Int32Array(eventNames.length),
    byArrival: new Int32Array(LAST_ARRIVAL + 1),
    perTask: new Int32Array(tasks.length),
    afterDeactivation: new Uint8Array(users.length),
  };
  readEvents(batch, indexes, seen, tally);
  checkAscending(events, tally);
  for (let code = 0; code < eventNames.length; code++) {
    count(tally, `event ${eventNames[code]!}`, seen.perName[code]!);
  }
  for (let days = 0; days <= LAST_ARRIVAL; days++)
    count(tally, `arrived after ${days}`, seen.byArrival[days]!);
  const taskCreated = column(tasks, "tasks", "created_at_utc");
  const settled = new Int32Array(tasks.length);
  let settledCount = 0;
  for (let row = 0; row < tasks.length; row++) {
    if (taskCreated[row]! < asOf - SETTLED_SECONDS) settled[settledCount++] = seen.perTask[row]!;
  }
  extendBySizes(tally, "events per task", settled.subarray(0, settledCount));
  count(tally, "events of tasks", sum(seen.perTask));
  count(tally, "active after deactivation", sum(seen.afterDeactivation));
}

interface EventCounts {
  /** By event code. */
  readonly perName: Int32Array;
  /** By days between the event and its arrival; the last stands for all later ones too. */
  readonly byArrival: Int32Array;
  /** By row of the task. */
  readonly perTask: Int32Array;
  /** By row of the user: 1 for those with events after their deactivation. */
  readonly afterDeactivation: Uint8Array;
}

/** The innermost loop of the checks: once for every event. */
function readEvents(batch: Batch, indexes: Indexes, seen: EventCounts, tally: Tally): void {
  const { events, users, tasks } = batch;
  const { afterDeactivation, byArrival, perName, perTask } = seen;
  const account = column(events, "events", "account_id");
  const user = column(events, "events", "user_id");
  const name = column(events, "events", "event_name");
  const entityType = column(events, "events", "entity_type");
  const entity = column(events, "events", "entity_id");
  const happened = column(events, "events", "event_at_utc");
  const ingested = column(events, "events", "ingested_at_utc");
  const userHome = column(users, "users", "account_id");
  const deactivated = column(users, "users", "deactivated_at_utc");
  const taskStatus = column(tasks, "tasks", "task_status");
  const done = config.taskStatus.values.indexOf("done");
  const owners = entityHomes(batch, indexes);
  const { length } = events;
  for (let row = 0; row < length; row++) {
    const home = account[row]!;
    const type = entityType[row]!;
    const userRow = indexes.users.rowOf(user[row]!);
    const entityRow = owners[type]!.index.rowOf(entity[row]!);
    if (
      userRow < 0 ||
      entityRow < 0 ||
      userHome[userRow] !== home ||
      owners[type]!.homes[entityRow] !== home
    ) {
      breach(tally, "no orphan keys", rowName(batch, "events", row));
      continue;
    }
    const code = name[row]!;
    perName[code] = perName[code]! + 1;
    const lag = dayOf(ingested[row]!) - dayOf(happened[row]!);
    if (ingested[row]! < happened[row]!) {
      breach(tally, "events: happened <= ingested", rowName(batch, "events", row));
    } else byArrival[lag > LAST_ARRIVAL ? LAST_ARRIVAL : lag]!++;
    if (type === entityCode.task) perTask[entityRow] = perTask[entityRow]! + 1;
    if (code === eventCode.task_completed && taskStatus[entityRow] !== done) {
      breach(tally, "completion events only for done tasks", rowName(batch, "events", row));
    }
    if (deactivated[userRow] !== NULL && happened[row]! > deactivated[userRow]!)
      afterDeactivation[userRow] = 1;
  }
}

function sum(numbers: Int32Array | Uint8Array): number {
  let total = 0;
  for (let at = 0; at < numbers.length; at++) total += numbers[at]!;
  return total;
}

/** For each entity type an event can be about: where to find it and which account it belongs to. */
function entityHomes(
  { accounts, projects, tasks }: Batch,
  indexes: Indexes,
): { index: RowIndex; homes: Float64Array }[] {
  const homes: { index: RowIndex; homes: Float64Array }[] = [];
  homes[entityCode.account] = { index: indexes.accounts, homes: accounts.columns[0]! };
  homes[entityCode.project] = { index: indexes.projects, homes: column(projects, "projects", "account_id") };
  homes[entityCode.task] = { index: indexes.tasks, homes: column(tasks, "tasks", "account_id") };
  return homes;
}

/** Events of one account ascend by number, so neighbours show whether any is there twice. */
function checkAscending(events: ColumnBuffer, tally: Tally): void {
  const keys = events.columns[0]!;
  const account = column(events, "events", "account_id");
  for (let row = 1; row < events.length; row++) {
    if (account[row] === account[row - 1] && keys[row]! <= keys[row - 1]!) {
      breach(tally, "keys are unique", `event ${keys[row]}`);
    }
  }
}

function checkOrder(batch: Batch, table: OrderedTable, later: string, tally: Tally): void {
  const buffer = batch[table];
  const earlier = column(buffer, table, "created_at_utc");
  const laterAt = column(buffer, table, `${later}_at_utc`);
  for (let row = 0; row < buffer.length; row++) {
    if (laterAt[row]! < earlier[row]! && laterAt[row] !== NULL) {
      breach(tally, `${table}: created <= ${later}` as Guardrail, rowName(batch, table, row));
    }
  }
}

/** The smallest and the largest of the sizes, of which there may be none. */
function extendBySizes(tally: Tally, name: string, sizes: Int32Array): void {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let at = 0; at < sizes.length; at++) {
    if (sizes[at]! < smallest) smallest = sizes[at]!;
    if (sizes[at]! > largest) largest = sizes[at]!;
  }
  if (smallest <= largest) extend(tally, name, smallest, largest);
}

/** As a breach names it, e.g. "task 1204". */
function rowName(batch: Batch, table: TableName, row: number): string {
  return `${table.slice(0, -1)} ${batch[table].columns[0]![row]!}`;
}

function countChoices(buffer: ColumnBuffer, table: TableName, names: readonly string[], tally: Tally): void {
  for (const name of names) {
    const at = columnIndex(table, name);
    const { kind } = tableSpecs[table][at]!;
    if (kind.type !== "choice") continue;
    const seen = new Float64Array(kind.values.length);
    const codes = buffer.columns[at]!;
    for (let row = 0; row < buffer.length; row++) seen[codes[row]!] = seen[codes[row]!]! + 1;
    kind.values.forEach((value, code) => count(tally, `${name} ${value}`, seen[code]!));
  }
}

function column(buffer: ColumnBuffer, table: TableName, name: string): Float64Array {
  return buffer.columns[columnIndex(table, name)]!;
}

function dayOf(instant: number): number {
  return Math.floor(instant / SECONDS_PER_DAY);
}
