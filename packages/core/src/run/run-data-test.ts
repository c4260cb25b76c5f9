/** Data tests: the `test` materialization counts failing rows; severity and thresholds make the verdict. */
import { pyStr } from "@tsmodel/jinja";
import type { Cell } from "../adapter/cell.ts";
import { AdapterResponse, responseFields } from "../context/adapter-response.ts";
import type { Connection } from "../context/connection.ts";
import type { RunContext, StoredResult } from "../context/run-context.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { TestNode } from "../manifest/node.ts";
import { storesFailures } from "../compile/relation-name.ts";
import { cellToValue } from "../template/table/cell-value.ts";
import type { NodeResult } from "./node-result.ts";
import type { DirectAnswer, DirectTests } from "./direct-tests.ts";
import { getMaterialization } from "./run-model.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";

/** What get_test_sql gives: one row. */
interface TestCounts {
  readonly failures: number;
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
}

const SAMPLE_ROWS = 5;

export function dataTestWork(scope: RunScope, node: TestNode, direct?: DirectTests): NodeWork {
  let context: RunContext;
  const open = (connection: Connection): RunContext => (context ??= scope.compiler.contextFor(node, { connection }));
  return {
    async compile(connection) {
      await scope.compiler.compile(node, open(connection));
    },
    execute: (connection) => executeDataTest(scope, node, open(connection), direct),
  };
}

async function executeDataTest(scope: RunScope, node: TestNode, context: RunContext, direct: DirectTests | undefined): Promise<Outcome> {
  const answer = (await direct?.ask(node, context)) ?? (await materialize(scope, node, context).finally(() => direct?.noteEnd(node)));
  const counts = "table" in answer ? readCounts(answer, node) : answer;
  const verdict = judge(counts, node, warnIsError(scope));
  const failed = verdict.status === "fail" || verdict.status === "warn";
  return {
    ...verdict,
    adapterResponse: responseOf(answer),
    sample: failed && !storesFailures(node.config, scope.runtime.shared) ? await sampleFailures(node, context.connection) : undefined,
  };
}

async function materialize(scope: RunScope, node: TestNode, context: RunContext): Promise<StoredResult> {
  await context.call(getMaterialization(scope, node));
  await context.connection.commit();
  const main = context.result("main");
  if (main === undefined) throw fail("materialization-no-main", { materialization: "test" }, { node });
  return main;
}

const responseOf = (answer: StoredResult | DirectAnswer): Outcome["adapterResponse"] =>
  "table" in answer ? answer.fields : responseFields(new AdapterResponse(answer.response));

const warnIsError = (scope: RunScope): boolean => scope.runtime.shared.isWarningAnError("LogTestResult");

/** @throws TsmodelError test-result-shape, test-result-boolean */
function readCounts({ table }: StoredResult, node: TestNode): TestCounts {
  const [row] = table.rowValues;
  if (row === undefined || table.rowValues.length !== 1 || row.length !== 3) {
    throw fail("test-result-shape", { test: node.unique_id, rows: table.rowValues.length, columns: table.columnNames.length }, { node });
  }
  const byName = new Map(table.columnNames.map((name, index) => [name.toLowerCase(), row[index]!]));
  return {
    failures: Number(pyStr(byName.get("failures") ?? row[0]!)),
    shouldWarn: toBoolean(byName.get("should_warn") ?? row[1]!),
    shouldError: toBoolean(byName.get("should_error") ?? row[2]!),
  };
}

function toBoolean(value: Parameters<typeof pyStr>[0]): boolean {
  const text = pyStr(value).toLowerCase();
  if (["true", "t", "yes", "y", "on", "1", "1.0"].includes(text)) return true;
  if (["false", "f", "no", "n", "off", "0", "0.0"].includes(text)) return false;
  throw fail("test-result-boolean", { value: pyStr(value) });
}

/** dbt's verdict: an error outranks a warning; `severity: warn` never errors. */
function judge(counts: TestCounts, node: TestNode, warnIsFail: boolean): Pick<Outcome, "status" | "message" | "failures"> {
  const severity = String(node.config.severity ?? "ERROR").toUpperCase();
  const got = `Got ${counts.failures} ${counts.failures === 1 ? "result" : "results"}`;
  if (severity === "ERROR" && counts.shouldError) {
    return { status: "fail", message: `${got}, configured to fail if ${node.config.error_if ?? "!= 0"}`, failures: counts.failures };
  }
  if (counts.shouldWarn) {
    const condition = node.config.warn_if ?? "!= 0";
    return warnIsFail
      ? { status: "fail", message: `${got}, configured to fail if ${condition}`, failures: counts.failures }
      : { status: "warn", message: `${got}, configured to warn if ${condition}`, failures: counts.failures };
  }
  return { status: "pass", message: null, failures: 0 };
}

/** The first failing rows, for people to look at; a query that cannot be run again simply gives none. */
async function sampleFailures(node: TestNode, connection: Connection): Promise<NodeResult["sample"]> {
  try {
    const sql = `select * from (\n${node.compiled_code ?? ""}\n) as failures limit ${SAMPLE_ROWS}`;
    const result = await connection.query({ sql, fetch: true });
    return { columns: result.columns.map(({ name }) => name), rows: result.rows.map((row) => row.map(showCell)) };
  } catch {
    return undefined;
  }
}

const showCell = (cell: Cell): string => (cell === null ? "null" : pyStr(cellToValue(cell)));
