/** JUnit XML: a suite for each node, a case for each check; learning and silenced ones are skipped. */
import { isFinding, type Check } from "../check/check.ts";
import type { MonitorResults } from "./results.ts";

export function renderJunit({ checks, info }: MonitorResults): string {
  const nodes = [...new Set(checks.map(({ node }) => node))];
  const suites = nodes.map((node) =>
    renderSuite(
      node,
      checks.filter((check) => check.node === node),
      info.generatedAt,
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tsmodel monitor" ${counts(checks)} time="${info.seconds.toFixed(3)}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite(node: string, checks: readonly Check[], at: Date): string {
  return [
    `  <testsuite name="${escapeXml(node)}" ${counts(checks)} timestamp="${at.toISOString().slice(0, 19)}">`,
    ...checks.map(renderCase),
    "  </testsuite>",
  ].join("\n");
}

const isSkipped = (check: Check): boolean =>
  check.status === "learning" ||
  check.status === "no-data" ||
  (isFinding(check) && check.silence !== undefined);
const isFailed = (check: Check): boolean => isFinding(check) && check.silence === undefined;

const counts = (checks: readonly Check[]): string =>
  `tests="${checks.length}" failures="${checks.filter(isFailed).length}" errors="0" skipped="${checks.filter(isSkipped).length}"`;

function renderCase(check: Check): string {
  const file = check.at === undefined ? "" : ` file="${escapeXml(check.at.file)}" line="${check.at.line}"`;
  const open = `    <testcase classname="${escapeXml(check.node)}" name="${escapeXml(check.name)}"${file}`;
  const figures = figuresOf(check);
  const out = figures === "" ? [] : [`      <system-out>${escapeXml(figures)}</system-out>`];
  const body = isFailed(check)
    ? [
        `      <failure type="${check.status}" message="${escapeXml(check.message)}">${escapeXml(check.query ?? "")}</failure>`,
      ]
    : isSkipped(check)
      ? [
          `      <skipped message="${escapeXml(check.silence === undefined ? `${check.status}: ${check.message}` : `${check.silence.kind} until ${check.silence.until}: ${check.message}`)}"/>`,
        ]
      : [];
  return [`${open}>`, ...body, ...out, "    </testcase>"].join("\n");
}

function figuresOf({ value, expected, low, high, score, points, method }: Check): string {
  const figures: readonly (readonly [string, number | undefined])[] = [
    ["actual", value],
    ["expected", expected],
    ["low", low],
    ["high", high],
    ["score", score],
    ["points", points],
  ];
  return [
    ...figures.flatMap(([name, figure]) =>
      figure === undefined ? [] : [`${name} ${Number(figure.toPrecision(6))}`],
    ),
    ...(method === undefined ? [] : [`method ${method}`]),
  ].join(", ");
}

/** Also of characters that XML 1.0 has not. */
export function escapeXml(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "",
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
