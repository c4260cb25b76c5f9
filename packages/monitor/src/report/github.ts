/** Findings as annotations of a GitHub workflow, and the summary of its step. */
import { isOpen, type Check } from "../check/check.ts";
import { summarize, type MonitorResults } from "./results.ts";

/** GitHub shows no more of a level for one step. */
const SHOWN = 10;
/** Bytes of a step's summary, a little under the limit of 1 MiB. */
const SUMMARY = 1_000_000;

/** Workflow commands, errors first, ten of each level. `pathOf` makes paths relative to the repository. */
export function renderAnnotations(checks: readonly Check[], pathOf: (file: string) => string): string[] {
  const open = checks.filter(isOpen);
  const level = (status: "error" | "warn", command: string): string[] =>
    open
      .filter((check) => check.status === status)
      .slice(0, SHOWN)
      .map((check) => {
        const at =
          check.at === undefined
            ? []
            : [`file=${escapeProperty(pathOf(check.at.file))}`, `line=${check.at.line}`];
        return `::${command} ${[...at, `title=${escapeProperty(check.name)}`].join(",")}::${escapeData(check.message)}`;
      });
  return [...level("error", "error"), ...level("warn", "warning")];
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Markdown with every open finding. */
export function renderStepSummary({ checks, info }: MonitorResults): string {
  const open = checks
    .filter(isOpen)
    .sort((a, b) => (a.status === b.status ? 0 : a.status === "error" ? -1 : 1));
  const { errors, warnings, passed, learning } = summarize(checks);
  const head = `### Monitoring of ${info.project}\n\n${errors} errors, ${warnings} warnings, ${passed} passed, ${learning} learning. As of ${info.asOf.toISOString().slice(0, 16).replace("T", " ")}.\n`;
  const table =
    open.length === 0
      ? ""
      : `\n| | check | finding |\n|---|---|---|\n${open.map(({ status, name, message }) => `| ${status === "error" ? "❌" : "⚠️"} | ${escapeCell(name)} | ${escapeCell(message)} |`).join("\n")}\n`;
  const text = head + table;
  return text.length <= SUMMARY ? text : `${text.slice(0, text.lastIndexOf("\n", SUMMARY))}\n`;
}

const escapeCell = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
