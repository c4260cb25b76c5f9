/**
 * Node → SQL. Renders the template with everything it refers to resolved, puts referenced ephemeral models in front
 * as CTEs, writes `target/compiled/…`, and keeps where each part of the SQL came from. Runs no statement of its own;
 * templates may (introspection).
 */
import { resolve } from "node:path";
import type { SourceOrigin } from "@tsmodel/jinja";
import { writeSoon } from "../effects.ts";
import { createRunContext, type RunContext, type RunContextInput } from "../context/run-context.ts";
import type { Runtime } from "../context/runtime.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { CompiledNode, GraphNode, ModelNode, TestNode } from "../manifest/node.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { joinPlaces, type CompiledSql, type SqlStretch } from "./compiled-sql.ts";
import { injectCtes } from "./inject-ctes.ts";
import { relationNameOf, resolveConstraintTargets } from "./relation-name.ts";
import { renderTestArguments } from "./render-test-arguments.ts";
import { targetPath } from "../manifest/target-path.ts";
import { pathBelow } from "../util/path-below.ts";

export interface CompilerInput {
  readonly runtime: Runtime;
  readonly manifest: Manifest;
  /** False for `--no-inject-ephemeral-ctes`. */
  readonly injectCtes: boolean;
  /** False when nothing is to be written below target/. */
  readonly write: boolean;
  /** Context details that all nodes share: --sample, operation mode. */
  readonly contextInput?: Partial<Pick<RunContextInput, "sample">>;
}

export interface Compiler {
  /** A context for this node on this connection. */
  contextFor(node: GraphNode, input: Omit<RunContextInput, "runtime" | "node" | "sample">): RunContext;
  /** Fills the node's compile fields. @throws TsmodelError */
  compile(node: CompiledNode, context: RunContext, options?: { readonly suffix?: string; readonly ctes?: CteSource }): Promise<CompiledSql>;
  /** SQL that a node sends while it runs, with the CTEs its context referred to in front. @throws TsmodelError */
  withCtes(sql: string, context: RunContext, ctes?: CteSource): Promise<string>;
  /** What `compile` gave for a node, for mapping a database error back. */
  compiledOf(id: string): CompiledSql | undefined;
}

/** Where CTE bodies come from that are no models: a unit test's fixtures. */
export type CteSource = (id: string) => { readonly name: string; readonly node: CompiledNode; readonly context: RunContext } | undefined;

interface CompiledCte { readonly id: string; readonly sql: string; readonly bodyStart: number; readonly body: CompiledSql }

export function createCompiler(input: CompilerInput): Compiler {
  return new NodeCompiler(input);
}

class NodeCompiler implements Compiler {
  private readonly input: CompilerInput;
  /** Ephemeral models by id: many nodes refer to one, it is compiled once. */
  private readonly ctes = new Map<string, Promise<readonly CompiledCte[]>>();
  private readonly compiled = new Map<string, CompiledSql>();

  constructor(input: CompilerInput) {
    this.input = input;
  }

  contextFor(node: GraphNode, input: Omit<RunContextInput, "runtime" | "node" | "sample">): RunContext {
    return createRunContext({ ...input, ...this.input.contextInput, runtime: this.input.runtime, node });
  }

  compiledOf(id: string): CompiledSql | undefined {
    return this.compiled.get(id);
  }

  async compile(node: CompiledNode, context: RunContext, options: { suffix?: string; ctes?: CteSource } = {}): Promise<CompiledSql> {
    const own = node.language === "typescript" ? this.keepScript(node) : await this.renderNode(node, context);
    const ctes = await this.collectCtes(context, options.ctes);
    const whole = this.prependCtes(node, own, ctes);
    this.compiled.set(node.unique_id, whole);
    this.writeCompiled(node, options.suffix);
    return whole;
  }

  async withCtes(sql: string, context: RunContext, source?: CteSource): Promise<string> {
    if (!sql.includes("__dbt__cte__")) return sql;
    return injectCtes(sql, await this.collectCtes(context, source)).text;
  }

  /** A TypeScript model compiles to itself: its SQL comes when it has run. */
  private keepScript(node: CompiledNode): CompiledSql {
    node.compiled = true;
    node.compiled_code = node.raw_code;
    if (node.resource_type === "model") resolveConstraintTargets(node as ModelNode, this.input.manifest, this.input.runtime.shared);
    return { text: node.raw_code, marks: { locate: () => [] } };
  }

  /** The node's own text, ephemeral references still bare names. */
  private async renderNode(node: CompiledNode, context: RunContext): Promise<CompiledSql> {
    const { shared } = this.input.runtime;
    const file = fileOf(node, this.input.manifest, shared.effects.files);
    try {
      if (isGenericTest(node)) context.set("_dbt_generic_test_kwargs", await renderTestArguments(node, context, shared));
      const template = shared.environment.compile(textOf(node), { name: node.name, origin: file });
      const { text, marks } = await template.renderMarkedAsync(context, { marks: context.marks });
      node.compiled = true;
      node.compiled_code = text;
      if (node.resource_type === "test" && node.relation_name === null) node.relation_name = relationNameOf(node as TestNode, shared);
      if (node.resource_type === "model") resolveConstraintTargets(node as ModelNode, this.input.manifest, shared);
      return { text, marks };
    } catch (error) {
      throw toTsmodelError(error, { shared, node });
    }
  }

  /** The CTEs that this context referred to, each after what it needs itself. */
  private async collectCtes(context: RunContext, source?: CteSource): Promise<CompiledCte[]> {
    const collected = new Map<string, CompiledCte>();
    if (!this.input.injectCtes) return [];
    for (const id of context.ctes) {
      for (const cte of await this.compileCte(id, source)) collected.set(cte.id, cte);
    }
    return [...collected.values()];
  }

  private compileCte(id: string, source?: CteSource): Promise<readonly CompiledCte[]> {
    const fixture = source?.(id);
    if (fixture) return this.renderCte(id, fixture.name, fixture.node, fixture.context, source);
    const known = this.ctes.get(id);
    if (known) return known;
    const node = this.input.manifest.nodes.get(id) as ModelNode | undefined;
    if (node === undefined) throw fail("cte-not-found", { id });
    const connection = this.input.runtime.connect(id, node);
    const compiling = this.renderCte(id, node.alias || node.name, node, this.contextFor(node, { connection })).finally(() => connection.release());
    this.ctes.set(id, compiling);
    return compiling;
  }

  private async renderCte(id: string, name: string, node: CompiledNode, context: RunContext, source?: CteSource): Promise<readonly CompiledCte[]> {
    const body = await this.renderNode(node, context);
    const needed = await this.collectCtes(context, source);
    const head = ` __dbt__cte__${name} as (\n`;
    const whole = this.prependCtes(node, body, needed);
    this.compiled.set(id, whole);
    this.writeCompiled(node);
    return [...needed, { id, sql: `${head}${body.text}\n)`, bodyStart: head.length, body }];
  }

  private prependCtes(node: CompiledNode, own: CompiledSql, ctes: readonly CompiledCte[]): CompiledSql {
    node.extra_ctes = ctes.map(({ id, sql }) => ({ id, sql }));
    node.extra_ctes_injected = this.input.injectCtes;
    if (ctes.length === 0) return own;
    const injected = injectCtes(own.text, ctes);
    const stretches: SqlStretch[] = injected.pieces.map(([from, start]) => ({ start, from, places: own.marks }));
    for (const [index, cte] of ctes.entries()) {
      stretches.push({ start: injected.cteStarts[index]! + cte.bodyStart, from: 0, places: cte.body.marks });
    }
    stretches.sort((a, b) => a.start - b.start);
    node.compiled_code = injected.text;
    return { text: injected.text, marks: joinPlaces(stretches) };
  }

  private writeCompiled(node: CompiledNode, suffix?: string): void {
    if (!node.extra_ctes_injected || node.resource_type === "snapshot" || !node.compiled_code) return;
    const { project, effects } = this.input.runtime.shared;
    node.compiled_path = targetPath(node, project.root.targetPath, "compiled", suffix);
    if (this.input.write) writeSoon(effects.files, pathBelow(project.root.root, node.compiled_path), node.compiled_code);
  }
}

/** The call of a generic test's macro, and settings behind it that are plain texts (parse/data-tests/build-generic-test.ts). */
const CALL_WITH_SETTINGS = /^(\{\{ [\w.]+\(\*\*_dbt_generic_test_kwargs\) \}\})\{\{ config\((?:,?\w+="[^"\\]*")+\) \}\}$/;

/** Settings were heard when the test was parsed and print nothing; without them tests of a kind share one template. */
const textOf = (node: CompiledNode): string => (isGenericTest(node) ? (CALL_WITH_SETTINGS.exec(node.raw_code)?.[1] ?? node.raw_code) : node.raw_code);

const isGenericTest = (node: CompiledNode): node is TestNode => node.resource_type === "test" && (node as TestNode).test_metadata !== undefined;

interface SourceFiles { readText(path: string): string; exists(path: string): boolean }

/** The node's text inside its file, so that places point into the file. Read when an error asks for it. */
function fileOf(node: CompiledNode, manifest: Manifest, files: SourceFiles): SourceOrigin | undefined {
  const root = manifest.packageRoots.get(node.package_name);
  if (root === undefined || !/\.(sql|md)$/.test(node.original_file_path)) return undefined;
  return new FileOrigin(node, root, files);
}

/** A node whose text is not in its file any more is a file of its own. */
class FileOrigin implements SourceOrigin {
  private readonly node: CompiledNode;
  private readonly root: string;
  private readonly files: SourceFiles;
  private found: SourceOrigin | undefined;

  constructor(node: CompiledNode, root: string, files: SourceFiles) {
    this.node = node;
    this.root = root;
    this.files = files;
  }

  get file(): string {
    return this.find().file;
  }
  get text(): string {
    return this.find().text;
  }
  get offset(): number {
    return this.find().offset;
  }

  private find(): SourceOrigin {
    return (this.found ??= this.read());
  }

  private read(): SourceOrigin {
    const { name, raw_code: code, original_file_path: file } = this.node;
    const path = resolve(this.root, file);
    const text = this.files.exists(path) ? this.files.readText(path) : "";
    const offset = text.indexOf(code);
    return offset < 0 ? { file: name, text: code, offset: 0 } : { file, text, offset };
  }
}
