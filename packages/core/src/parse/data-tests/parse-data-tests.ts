/** The `data_tests:` of models, seeds, snapshots and sources → test nodes. */
import type { RenderContext } from "@tsmodel/jinja";
import { createConfiguredContext } from "../../context/configured-context.ts";
import type { TestNode } from "../../manifest/node.ts";
import { findRefId } from "../../manifest/ref-lookup.ts";
import { registerNode } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { columnTags, type ColumnEntry } from "../properties/columns.ts";
import { listOf, type Entry } from "../properties/prepare-entry.ts";
import { placeOf } from "../properties/properties-file.ts";
import type { MutableEntry, Path } from "../properties/render-entry.ts";
import { columnsOfVersion, testsOfVersion, versionsOf } from "../properties/versions.ts";
import { buildGenericTest, type TestTarget } from "./build-generic-test.ts";
import { GenericTestRenderer } from "./render-generic-test.ts";
import { configuredTags, readTestDefinition, type TestSite } from "./test-definition.ts";

/** A test as it is written. */
interface WrittenTest {
  readonly test: unknown;
  readonly column: ColumnEntry | null;
  /** Where it stands in its entry, if that can be told. */
  readonly path: Path;
}

export class DataTestParser {
  private readonly state: ParseState;
  private readonly renderer: GenericTestRenderer;
  private readonly contexts = new Map<string, RenderContext>();

  constructor(state: ParseState) {
    this.state = state;
    this.renderer = new GenericTestRenderer(state);
  }

  /** Tests of a model, seed or snapshot; of a versioned model for each version. */
  parseNodeTests(entry: Entry): void {
    const versions =
      entry.raw.section === "models" ? (this.state.problems.attempt(() => versionsOf(entry)) ?? []) : [];
    if (versions.length === 0) return this.parseAll(entry, null, testsOf(entry.value, []));
    for (const version of versions) {
      const columns = listOf(entry.value.columns);
      const columnTests = columnsOfVersion(entry, version).flatMap((column) => {
        const at = columns.indexOf(column);
        return testsOfColumn(
          column as ColumnEntry,
          at >= 0 ? ["columns", at] : ["versions", version.index, "columns"],
        );
      });
      const { tests, path } = testsOfVersion(entry, version);
      this.parseAll(entry, version.v, [...columnTests, ...listed(tests, null, [...path, "data_tests"])]);
    }
  }

  private parseAll(entry: Entry, version: string | number | null, tests: readonly WrittenTest[]): void {
    const { raw, name, value } = entry;
    for (const written of tests) {
      const { column } = written;
      this.parse(written, {
        target: { type: "node", name, version },
        packageName: raw.file.packageName,
        originalPath: raw.file.source.originalPath,
        tags: column === null ? [] : columnTags(column),
        quoteColumns: value.quote_columns === true,
        fileKeyName: `${raw.section}.${name}`,
        locate: (path = []) => placeOf(raw, written.path.length === 0 ? path : [...written.path, ...path]),
      });
    }
  }

  /** Parses one test and registers it. */
  parse(written: WrittenTest, target: TestContext): void {
    const node = this.state.problems.attempt(() => this.build(written, target));
    if (node !== undefined) this.state.problems.attempt(() => registerNode(this.state, node));
  }

  private build({ test, column }: WrittenTest, context: TestContext): TestNode {
    const { target, packageName, originalPath } = context;
    const columnName = column === null ? null : this.columnName(column, context);
    const site: TestSite = {
      resource: target.type === "node" ? target.name : `${target.source}_${target.table}`,
      packageName,
      filePath: originalPath,
      columnName,
      locate: context.locate,
    };
    const definition = readTestDefinition(this.state, test, site, this.contextOf(packageName));
    const tags = [...new Set([...context.tags, ...configuredTags(definition.config, site)])].sort();
    const node = buildGenericTest(this.state, definition, target, {
      packageName,
      originalPath,
      columnName,
      tags,
      fileKeyName: context.fileKeyName,
    });
    this.renderer.resolve(node, definition, target);
    this.attach(node, target, packageName);
    return node;
  }

  private columnName({ name, quote }: ColumnEntry, { quoteColumns }: TestContext): string {
    const quoted = quote === true || ((quote ?? null) === null && quoteColumns);
    const mark = this.state.project.profile.plugin.dialect.quoteCharacter;
    return quoted ? `${mark}${name}${mark}` : name;
  }

  /** The test belongs to the node it tests, and to its group. */
  private attach(node: TestNode, target: TestTarget, packageName: string): void {
    if (target.type === "source") return;
    const { manifest } = this.state;
    const id = findRefId(manifest, target.name, packageName, target.version);
    const tested = id === undefined ? this.findDisabled(target.name) : manifest.nodes.get(id);
    if (tested === undefined) return;
    node.attached_node = tested.unique_id;
    node.group = (tested as { group?: string | null }).group ?? null;
  }

  private findDisabled(name: string): { readonly unique_id: string } | undefined {
    const { index, disabled } = this.state.manifest;
    const found = index.findDisabled(name, null)[0] ?? index.findDisabled(name.toUpperCase(), null)[0];
    return found && disabled.get(found.unique_id)?.[0];
  }

  private contextOf(packageName: string): RenderContext {
    let context = this.contexts.get(packageName);
    if (context === undefined)
      this.contexts.set(packageName, (context = createConfiguredContext(this.state.shared, packageName)));
    return context;
  }
}

/** What a test needs to know of its surroundings. */
export interface TestContext {
  readonly target: TestTarget;
  readonly packageName: string;
  readonly originalPath: string;
  readonly tags: readonly string[];
  readonly quoteColumns: boolean;
  readonly fileKeyName: string;
  readonly locate: TestSite["locate"];
}

/** Tests of the columns, then of the whole. */
function testsOf(value: MutableEntry, path: Path): WrittenTest[] {
  const columnTests = listOf(value.columns).flatMap((column, index) =>
    testsOfColumn(column as ColumnEntry, [...path, "columns", index]),
  );
  return [...columnTests, ...listed(value.data_tests, null, [...path, "data_tests"])];
}

export function testsOfColumn(column: ColumnEntry, path: Path): WrittenTest[] {
  return listed(column.data_tests, column, [...path, "data_tests"]);
}

export function listed(tests: unknown, column: ColumnEntry | null, path: Path): WrittenTest[] {
  return Array.isArray(tests)
    ? (tests as unknown[]).map((test, index) => ({ test, column, path: [...path, index] }))
    : [];
}
