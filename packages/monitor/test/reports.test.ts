/** Each report of the same run, as it is written. */
import { describe, expect, test } from "vitest";
import { createCheck, type Check, type CheckSubject } from "../src/check/check.ts";
import { renderAnnotations, renderStepSummary } from "../src/report/github.ts";
import { escapeXml, renderJunit } from "../src/report/junit.ts";
import { exitCodeOf, toResultsFile, type MonitorResults } from "../src/report/results.ts";
import { renderReport } from "../src/report/terminal.ts";

const node = "model.shop.orders";
const subject = (
  name: string,
  kind: CheckSubject["kind"],
  more: Partial<CheckSubject> = {},
): CheckSubject => ({
  node,
  nodeName: "orders",
  kind,
  name: `orders.${name}`,
  at: { file: "models/orders.yml", line: 1 },
  ...more,
});
const at = { file: "monitoring/m.yml", line: 7, column: 3 };
const checks: readonly Check[] = [
  createCheck(subject("freshness", "freshness"), {
    status: "pass",
    message: "newest row is 3 hours old",
    value: 3,
  }),
  createCheck(subject("volume", "volume", { metric: "row_count" }), {
    status: "error",
    message: "rows: 12 on 25 Feb 2026, expected 100 (75 to 125)",
    bucket: "2026-02-25",
    value: 12,
    expected: 100,
    low: 75,
    high: 125,
    score: -20.5,
    points: 40,
    method: "seasonal-robust",
    query: 'select count(*) from "orders" where a < 3 & b',
    lookAt: "the loader's log",
  }),
  createCheck(subject("region.mix", "mix", { column: "region" }), {
    status: "warn",
    message: 'region: new value "50% off, new: <b>|x"',
  }),
  createCheck(subject("amount.mean", "columns", { column: "amount", metric: "mean" }), {
    status: "learning",
    message: "amount: mean 3; 2 earlier periods known, 14 are needed",
  }),
  createCheck(subject("amount.null_share", "columns"), {
    status: "warn",
    message: "amount: nulls 9.0 %",
    silence: undefined,
  }),
].map((check) =>
  check.name.endsWith("null_share")
    ? { ...check, silence: { kind: "muted" as const, match: "*", until: "2026-03-01", reason: "known", at } }
    : check,
);
const results: MonitorResults = {
  info: {
    project: "shop",
    target: "dev",
    place: "shop.duckdb",
    runId: "r1",
    version: "0.1.0",
    generatedAt: new Date("2026-02-26T08:00:00Z"),
    asOf: new Date("2026-02-26T00:00:00Z"),
    seconds: 0.25,
  },
  checks,
  expired: [{ kind: "acknowledged", match: "3f9a0c11d2e4", until: "2026-02-20", at }],
  notices: ["slack: the answer was 404; the next run tells it"],
};
const plain = { red: String, green: String, yellow: String, dim: String, bold: String };

test("terminal", () => {
  expect(`\n${renderReport(results, plain)}\n`).toBe(`
tsmodel monitor · dev · shop.duckdb · as of 2026-02-26 · 1 table, 0 dashboards

  ✗ orders                            12 rows, newest 3 hours old, 5 checks, 1 learning
      error orders.volume  ${checks[1]!.id}
        rows: 12 on 25 Feb 2026, expected 100 (75 to 125)
        the loader's log
      warn orders.region.mix  ${checks[2]!.id}
        region: new value "50% off, new: <b>|x"
      muted orders.amount.null_share  ${checks[4]!.id} until 2026-03-01: known
        amount: nulls 9.0 %

  ! the acknowledgement of 3f9a0c11d2e4 has run out on 2026-02-20 (monitoring/m.yml:7)

  ! slack: the answer was 404; the next run tells it

  1 error · 1 warning · 1 passed · 1 learning · 1 muted  0.25 s
`);
});

test("JUnit", () => {
  expect(`\n${renderJunit(results)}`).toBe(`
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tsmodel monitor" tests="5" failures="2" errors="0" skipped="2" time="0.250">
  <testsuite name="model.shop.orders" tests="5" failures="2" errors="0" skipped="2" timestamp="2026-02-26T08:00:00">
    <testcase classname="model.shop.orders" name="orders.freshness" file="models/orders.yml" line="1">
      <system-out>actual 3</system-out>
    </testcase>
    <testcase classname="model.shop.orders" name="orders.volume" file="models/orders.yml" line="1">
      <failure type="error" message="rows: 12 on 25 Feb 2026, expected 100 (75 to 125)">select count(*) from &quot;orders&quot; where a &lt; 3 &amp; b</failure>
      <system-out>actual 12, expected 100, low 75, high 125, score -20.5, points 40, method seasonal-robust</system-out>
    </testcase>
    <testcase classname="model.shop.orders" name="orders.region.mix" file="models/orders.yml" line="1">
      <failure type="warn" message="region: new value &quot;50% off, new: &lt;b&gt;|x&quot;"></failure>
    </testcase>
    <testcase classname="model.shop.orders" name="orders.amount.mean" file="models/orders.yml" line="1">
      <skipped message="learning: amount: mean 3; 2 earlier periods known, 14 are needed"/>
    </testcase>
    <testcase classname="model.shop.orders" name="orders.amount.null_share" file="models/orders.yml" line="1">
      <skipped message="muted until 2026-03-01: amount: nulls 9.0 %"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("XML keeps only characters that XML has", () => {
  expect(escapeXml("a\u0000\u001b[1m\ud800b\u{1f600}\n<")).toBe("a[1mb\u{1f600}&#10;&lt;");
});

describe("GitHub", () => {
  test("annotations: errors first, paths of the repository, escaped", () => {
    expect(renderAnnotations(checks, (file) => `project/${file}`)).toEqual([
      "::error file=project/models/orders.yml,line=1,title=orders.volume::rows: 12 on 25 Feb 2026, expected 100 (75 to 125)",
      '::warning file=project/models/orders.yml,line=1,title=orders.region.mix::region: new value "50%25 off, new: <b>|x"',
    ]);
    const title = createCheck(subject("a:b,c%d", "mix"), { status: "warn", message: "two\r\nlines" });
    expect(renderAnnotations([title], (file) => file)).toEqual([
      "::warning file=models/orders.yml,line=1,title=orders.a%3Ab%2Cc%25d::two%0D%0Alines",
    ]);
  });

  test("ten of a level; the summary of the step has all", () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      createCheck(subject(`c${index}`, "columns"), { status: "warn", message: "a | b" }),
    );
    expect(renderAnnotations(many, (file) => file)).toHaveLength(10);
    const summary = renderStepSummary({ ...results, checks: many });
    expect(summary.match(/⚠️/g)).toHaveLength(12);
    expect(summary).toContain("| ⚠️ | orders.c11 | a \\| b |");
  });
});

test("the results file", () => {
  const file = JSON.parse(JSON.stringify(toResultsFile(results))) as {
    metadata: object;
    summary: object;
    checks: object[];
    expired: object[];
  };
  expect(file.metadata).toEqual({
    schema: "tsmodel/monitor-results",
    schema_version: 1,
    tsmodel_version: "0.1.0",
    run_id: "r1",
    generated_at: "2026-02-26T08:00:00.000Z",
    as_of: "2026-02-26T00:00:00.000Z",
    project: "shop",
    target: "dev",
    elapsed_seconds: 0.25,
  });
  expect(file.summary).toEqual({
    checks: 5,
    errors: 1,
    warnings: 1,
    passed: 1,
    learning: 1,
    no_data: 0,
    muted: 1,
    acknowledged: 0,
  });
  expect(file.checks[1]).toEqual({
    id: checks[1]!.id,
    name: "orders.volume",
    node,
    check: "volume",
    column: null,
    metric: "row_count",
    dims: null,
    status: "error",
    message: "rows: 12 on 25 Feb 2026, expected 100 (75 to 125)",
    bucket_start: "2026-02-25",
    value: 12,
    expected: 100,
    low: 75,
    high: 125,
    score: -20.5,
    points: 40,
    method: "seasonal-robust",
    silence: null,
    look_at: "the loader's log",
    file: "models/orders.yml",
    line: 1,
    query: 'select count(*) from "orders" where a < 3 & b',
  });
  expect(file.expired).toEqual([
    { kind: "acknowledged", match: "3f9a0c11d2e4", until: "2026-02-20", file: "monitoring/m.yml", line: 7 },
  ]);
});

test("exit codes: errors always, warnings when asked, silenced ones never", () => {
  const [pass, error, warn, , muted] = checks as [Check, Check, Check, Check, Check];
  expect([
    exitCodeOf([pass], "warn"),
    exitCodeOf([warn], "error"),
    exitCodeOf([warn], "warn"),
    exitCodeOf([muted], "warn"),
    exitCodeOf([error], "error"),
  ]).toEqual([0, 0, 1, 0, 1]);
});
