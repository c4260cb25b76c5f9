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

function checkUsers({ accounts, users }: Batch, indexes: Indexes, tally: Tally): void {
  const account = column(users, "users", "account_id");
  const created = column(users, "users", "created_at_utc");
  const activated = column(users, "users", "activated_at_utc");
  const deactivated = column(users, "users", "deactivated_at_utc");
  const perAccount = new Int32Array(accounts.length);
  countChoices(users, "users", ["role_type"], tally);
  for (let row = 0; row < users.length; row++) {
    const home = indexes.accounts.rowOf(account[row]!);
    if (home < 0) breach(tally, "no orphan keys", `account of user ${users.columns[0]![row]}`);
    else perAccount[home] = perAccount[home]! + 1;
    checkOrder(
      tally,
      "users: created <= activated",
      created[row]!,
      activated[row]!,
      `user ${users.columns[0]![row]}`,
    );
    if (deactivated[row] !== NULL) count(tally, "deactivated");
  }
  for (const size of perAccount) extend(tally, "users per account", size);
}

function checkProjects({ accounts, projects, users }: Batch, indexes: Indexes, tally: Tally): void {
  const account = column(projects, "projects", "account_id");
  const owner = column(projects, "projects", "owner_user_id");
  const created = column(projects, "projects", "created_at_utc");
  const completed = column(projects, "projects", "completed_at_utc");
  const home = column(users, "users", "account_id");
  const perAccount = new Int32Array(accounts.length);
  countChoices(projects, "projects", ["project_status"], tally);
  for (let row = 0; row < projects.length; row++) {
    const name = `project ${projects.columns[0]![row]}`;
    const at = indexes.accounts.rowOf(account[row]!);
    const ownerRow = indexes.users.rowOf(owner[row]!);
    if (at < 0 || ownerRow < 0 || home[ownerRow] !== account[row]) breach(tally, "no orphan keys", name);
    if (at >= 0) perAccount[at] = perAccount[at]! + 1;
    checkOrder(tally, "projects: created <= completed", created[row]!, completed[row]!, name);
  }
  for (const size of perAccount) extend(tally, "projects per account", size);
}

function checkTasks({ projects, tasks, users }: Batch, indexes: Indexes, tally: Tally): void {
  const account = column(tasks, "tasks", "account_id");
  const project = column(tasks, "tasks", "project_id");
  const creator = column(tasks, "tasks", "created_by_user_id");
  const assignee = column(tasks, "tasks", "assignee_user_id");
  const blocker = column(tasks, "tasks", "has_blocker");
  const created = column(tasks, "tasks", "created_at_utc");
  const start = column(tasks, "tasks", "start_at_utc");
  const due = column(tasks, "tasks", "due_at_utc");
  const completed = column(tasks, "tasks", "completed_at_utc");
  const projectHome = column(projects, "projects", "account_id");
  const userHome = column(users, "users", "account_id");
  const perProject = new Int32Array(projects.length);
  const belongs = (userNumber: number, home: number): boolean =>
    userHome[indexes.users.rowOf(userNumber)] === home;
  let [missing, blocked, outliers] = [0, 0, 0];
  countChoices(tasks, "tasks", ["task_status", "priority"], tally);
  for (let row = 0; row < tasks.length; row++) {
    const home = account[row]!;
    const projectRow = indexes.projects.rowOf(project[row]!);
    const assigned = assignee[row] !== NULL;
    const known = projectHome[projectRow] === home && belongs(creator[row]!, home);
    if (!known || (assigned && !belongs(assignee[row]!, home))) {
      breach(tally, "no orphan keys", `task ${tasks.columns[0]![row]}`);
    }
    if (projectRow >= 0) perProject[projectRow] = perProject[projectRow]! + 1;
    checkOrder(
      tally,
      "tasks: created <= completed",
      created[row]!,
      completed[row]!,
      `task ${tasks.columns[0]![row]}`,
    );
    if (!assigned) missing++;
    blocked += blocker[row]!;
    if (start[row] !== NULL && dayOf(due[row]!) - dayOf(start[row]!) > OUTLIER_DAYS) outliers++;
  }
  for (const size of perProject) extend(tally, "tasks per project", size);
  count(tally, "missing assignee", missing);
  count(tally, "blocker", blocked);
  count(tally, "outlier due date", outliers);
}

function checkEvents(batch: Batch, indexes: Indexes, tally: Tally, asOf: number): void {
  const { events, users, tasks } = batch;
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
  const perName = new Float64Array(eventNames.length);
  const byArrival = new Float64Array(8);
  const perTask = new Int32Array(tasks.length);
  const seenAfter = new Set<number>();
  for (let row = 0; row < events.length; row++) {
    const home = account[row]!;
    const userRow = indexes.users.rowOf(user[row]!);
    const { index, homes } = owners[entityType[row]!]!;
    const entityRow = index.rowOf(entity[row]!);
    if (userHome[userRow] !== home || homes[entityRow] !== home) {
      breach(tally, "no orphan keys", `event ${events.columns[0]![row]}`);
      continue;
    }
    perName[name[row]!] = perName[name[row]!]! + 1;
    const lag = Math.min(dayOf(ingested[row]!) - dayOf(happened[row]!), 7);
    if (ingested[row]! < happened[row]!) {
      breach(tally, "events: happened <= ingested", `event ${events.columns[0]![row]}`);
    } else byArrival[lag] = byArrival[lag]! + 1;
    if (entityType[row] === entityCode.task) perTask[entityRow] = perTask[entityRow]! + 1;
    if (name[row] === eventCode.task_completed && taskStatus[entityRow] !== done) {
      breach(tally, "completion events only for done tasks", `event ${events.columns[0]![row]}`);
    }
    if (deactivated[userRow] !== NULL && happened[row]! > deactivated[userRow]!) seenAfter.add(userRow);
  }
  checkAscending(events, tally);
  eventNames.forEach((each, code) => count(tally, `event ${each}`, perName[code]!));
  byArrival.forEach((seen, days) => count(tally, `arrived after ${days}`, seen));
  const taskCreated = column(tasks, "tasks", "created_at_utc");
  perTask.forEach((seen, row) => {
    if (taskCreated[row]! < asOf - SETTLED_SECONDS) extend(tally, "events per task", seen);
  });
  count(
    tally,
    "events of tasks",
    perTask.reduce((sum, seen) => sum + seen, 0),
  );
  count(tally, "active after deactivation", seenAfter.size);
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

function checkOrder(tally: Tally, guardrail: Guardrail, earlier: number, later: number, name: string): void {
  if (later !== NULL && later < earlier) breach(tally, guardrail, name);
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
