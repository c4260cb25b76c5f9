/** Rows of unit tests: mappings, CSV or SQL text, or the name of a file in tests/fixtures. */
import { fail, type TsmodelError } from "../../errors/tsmodel-error.ts";
import { findRefId } from "../../manifest/ref-lookup.ts";
import type { UnitTestGiven } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { Fixture } from "../nodes/parse-fixtures.ts";
import type { ParseState } from "../parse-state.ts";
import { readRefOrSource } from "../static-call.ts";
import { readCsvRows } from "./csv-rows.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry, Path } from "./render-entry.ts";

type Format = UnitTestGiven["format"];
interface Rows {
  rows: unknown;
  format: Format;
  fixture: string | null;
}

export class UnitTestRows {
  private readonly state: ParseState;
  private readonly entry: Entry;
  private readonly fixtures: ReadonlyMap<string, Fixture>;

  constructor(state: ParseState, entry: Entry, fixtures: ReadonlyMap<string, Fixture>) {
    this.state = state;
    this.entry = entry;
    this.fixtures = fixtures;
  }

  /** @throws TsmodelError unit-test-rows, unit-test-fixture, unit-test-seed */
  given(written: MutableEntry, path: Path): UnitTestGiven {
    return { input: written.input as string, ...this.read(written, path, "input") };
  }

  /** @throws TsmodelError unit-test-rows, unit-test-fixture */
  expected(written: MutableEntry): Rows {
    return this.read(written, ["expect"], "expected");
  }

  private read(written: MutableEntry, path: Path, role: "input" | "expected"): Rows {
    const format = (written.format ?? "dict") as Format;
    const fixture = (written.fixture ?? null) as string | null;
    const read: Rows = { rows: written.rows ?? null, format, fixture };
    if (format === "dict") read.rows = this.readMappings(written, path, role);
    else {
      if (typeof read.rows !== "string" && fixture === null) throw this.mismatch(path, role, format);
      if (format === "csv") read.rows = this.readCsv(read.rows as string, fixture, path);
      else if (fixture !== null) read.rows = this.readFixture(fixture, path);
    }
    if (format !== "sql") read.rows = completeRowFirst(read.rows as MutableEntry[]);
    return read;
  }

  private readMappings(written: MutableEntry, path: Path, role: "input" | "expected"): unknown[] {
    let { rows = null } = written;
    if (rows === null && (written.fixture ?? null) === null && role === "input")
      rows = this.readSeed(written.input as string, path);
    if (!Array.isArray(rows)) throw this.mismatch(path, role, "dict");
    return rows as unknown[];
  }

  /** Nothing between two commas is null, not "". */
  private readCsv(text: string, fixture: string | null, path: Path): MutableEntry[] {
    const rows =
      fixture === null
        ? readCsvRows(text, (row, values, columns) => this.refuseRow(row, values, columns, path))
        : (this.readFixture(fixture, path) as readonly MutableEntry[]);
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value === "" ? null : value])),
    );
  }

  private refuseRow(row: number, values: number, columns: number, path: Path): never {
    throw fail(
      "unit-test-csv",
      { test: this.entry.name, row, values, columns },
      { at: [placeOf(this.entry.raw, [...path, "rows"], "key")] },
    );
  }

  private readFixture(name: string, path: Path): unknown {
    const { packageName } = this.entry.raw.file;
    const fixture = this.fixtures.get(`${packageName}.${name}`);
    if (fixture !== undefined) return fixture.rows();
    const known = [...this.fixtures.keys()]
      .filter((key) => key.startsWith(`${packageName}.`))
      .map((key) => key.slice(packageName.length + 1));
    throw fail(
      "unit-test-fixture",
      { fixture: name, path: this.entry.raw.file.source.originalPath, nearest: findNearestName(name, known) },
      { at: [placeOf(this.entry.raw, [...path, "fixture"])] },
    );
  }

  /** An input without rows stands for the rows of the seed it names. */
  private readSeed(input: string, path: Path): unknown[] {
    const { packageName } = this.entry.raw.file;
    const call = readRefOrSource(this.state.environment, input);
    const ref = call !== undefined && "ref" in call ? call.ref : undefined;
    const id = ref && findRefId(this.state.manifest, ref.name, ref.package ?? packageName, null);
    const seed = id === undefined ? undefined : this.state.manifest.nodes.get(id);
    if (seed?.resource_type !== "seed") {
      throw fail(
        "unit-test-seed",
        { input: ref?.name ?? input, package: ref?.package ?? packageName, test: this.entry.name },
        { at: [placeOf(this.entry.raw, [...path, "input"])] },
      );
    }
    const root = this.state.manifest.packageRoots.get(packageName)!;
    return readCsvRows(this.state.effects.files.readText(`${root}/${seed.original_file_path}`));
  }

  private mismatch(path: Path, role: "input" | "expected", format: Format): TsmodelError {
    return fail(
      "unit-test-rows",
      { test: this.entry.name, role, format },
      { at: [placeOf(this.entry.raw, path)] },
    );
  }
}

/** Databases read column types off the first row: one without nulls goes there, in exchange. */
function completeRowFirst(rows: MutableEntry[]): MutableEntry[] {
  const complete = rows.findIndex((row) => Object.values(row).every((value) => value !== null));
  if (complete <= 0) return rows;
  const sorted = [...rows];
  [sorted[0], sorted[complete]] = [rows[complete]!, rows[0]!];
  return sorted;
}
