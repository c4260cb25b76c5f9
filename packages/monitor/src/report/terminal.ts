/** The report that people read in a terminal: a line for each table and dashboard, findings below it. */
import { isFinding, isOpen, type Check } from "../check/check.ts";
import { formatAge } from "../check/format-value.ts";
import { summarize, type MonitorResults } from "./results.ts";

/** Colours as functions; the command line gives its own. */
export interface Paint {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const NAME = 32;

export function renderReport({ info, checks, expired, notices }: MonitorResults, paint: Paint): string {
  const nodes = [...new Set(checks.map(({ node }) => node))];
  const tables = nodes.filter((node) => !node.startsWith("dashboard."));
  const of = (node: string): Check[] => checks.filter((check) => check.node === node);
  const plain = nodes.filter((node) => isPlain(of(node)));
  const head = [
    paint.bold("tsmodel monitor"),
    info.target,
    info.place,
    `as of ${info.asOf.toISOString().slice(0, 16).replace("T", " ").replace(" 00:00", "")}`,
    `${count(tables.length, "table")}, ${count(nodes.length - tables.length, "dashboard")}`,
  ].join(paint.dim(" · "));
  return [
    head,
    "",
    ...nodes.filter((node) => !plain.includes(node)).flatMap((node) => renderNode(of(node), paint)),
    ...(plain.length === 0
      ? []
      : [
          `  ${paint.green("✓")} ${`${plain.length} by their columns`.padEnd(NAME)}  ${paint.dim(cutList(plain.map((node) => of(node)[0]!.nodeName)))}`,
        ]),
    ...(expired.length > 0
      ? [
          "",
          ...expired.map((silence) =>
            paint.yellow(
              `  ! ${silence.kind === "muted" ? "the mute of" : "the acknowledgement of"} ${silence.match} has run out on ${silence.until} (${silence.at.file}:${silence.at.line})`,
            ),
          ),
        ]
      : []),
    ...(notices.length > 0 ? ["", ...notices.map((notice) => paint.yellow(`  ! ${notice}`))] : []),
    "",
    `${summaryLine(checks, paint)}  ${paint.dim(`${info.seconds.toFixed(2)} s`)}`,
  ].join("\n");
}

/** Views and sources of which only the columns are compared, and nothing is wrong with them. */
const isPlain = (checks: readonly Check[]): boolean =>
  checks.every((check) => check.kind === "schema" && !isFinding(check));

const cutList = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

/** Errors, and how many findings there are of each kind. */
export const renderBrief = ({ checks }: MonitorResults, paint: Paint): string =>
  [
    ...checks
      .filter((check) => isOpen(check) && check.status === "error")
      .map(({ name, message }) => `  ${paint.red("✗")} ${name}: ${message}`),
    summaryLine(checks, paint),
  ].join("\n");

function renderNode(checks: readonly Check[], paint: Paint): string[] {
  const open = checks.filter(isOpen);
  const worst = open.some(({ status }) => status === "error")
    ? "error"
    : open.length > 0
      ? "warn"
      : checks.every(({ status }) => status === "learning" || status === "no-data")
        ? "learning"
        : "pass";
  const mark = {
    error: paint.red("✗"),
    warn: paint.yellow("!"),
    learning: paint.dim("○"),
    pass: paint.green("✓"),
  }[worst];
  const name = checks[0]!.nodeName;
  const shown = name.length > NAME ? `${name.slice(0, NAME - 12)}…${name.slice(-11)}` : name.padEnd(NAME);
  const findings = checks.filter(isFinding).sort((a, b) => rank(a) - rank(b));
  return [
    `  ${mark} ${shown}  ${paint.dim(factsOf(checks))}`.trimEnd(),
    ...findings.flatMap((check) => renderFinding(check, paint)),
  ];
}

const rank = (check: Check): number => (check.silence !== undefined ? 2 : check.status === "error" ? 0 : 1);

/** "29 rows in the week, newest 10 days old, 42 checks, 12 learning" */
function factsOf(checks: readonly Check[]): string {
  const volume = checks.find(({ kind, metric }) => kind === "volume" && metric === "row_count");
  const freshness = checks.find(({ kind }) => kind === "freshness");
  const learning = checks.filter(({ status }) => status === "learning").length;
  const empty = checks.filter(({ status }) => status === "no-data").length;
  return [
    ...(volume?.value === undefined ? [] : [`${write(volume.value)} ${volume.value === 1 ? "row" : "rows"}`]),
    ...(freshness?.value === undefined ? [] : [`newest ${formatAge(freshness.value)} old`]),
    count(checks.length, "check"),
    ...(learning === 0 ? [] : [`${learning} learning`]),
    ...(empty === 0 ? [] : [`${empty} without data`]),
  ].join(", ");
}

function renderFinding(check: Check, paint: Paint): string[] {
  const { status, silence, name, message, lookAt, id } = check;
  const label =
    silence !== undefined
      ? paint.dim(silence.kind)
      : status === "error"
        ? paint.red("error")
        : paint.yellow("warn");
  const until =
    silence === undefined
      ? ""
      : paint.dim(` until ${silence.until}${silence.reason === undefined ? "" : `: ${silence.reason}`}`);
  return [
    `      ${label} ${name}${paint.dim(`  ${id}`)}${until}`,
    `        ${message}`,
    ...(lookAt === undefined || silence !== undefined ? [] : [`        ${paint.dim(lookAt)}`]),
  ];
}

function summaryLine(checks: readonly Check[], paint: Paint): string {
  const { errors, warnings, passed, learning, noData, muted, acknowledged } = summarize(checks);
  const parts = [
    ...(errors === 0 ? [] : [paint.red(count(errors, "error"))]),
    ...(warnings === 0 ? [] : [paint.yellow(count(warnings, "warning"))]),
    `${write(passed)} passed`,
    ...(learning === 0 ? [] : [`${write(learning)} learning`]),
    ...(noData === 0 ? [] : [`${write(noData)} without data`]),
    ...(muted === 0 ? [] : [`${write(muted)} muted`]),
    ...(acknowledged === 0 ? [] : [`${write(acknowledged)} acknowledged`]),
  ];
  return `  ${parts.join(paint.dim(" · "))}`;
}

const write = (value: number): string => Math.round(value).toLocaleString("en-US");
const count = (number: number, noun: string): string => `${write(number)} ${noun}${number === 1 ? "" : "s"}`;
