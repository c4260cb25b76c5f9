/** A small project in memory: macros as text by package, nodes as objects, a database that answers from a script. */
import { Environment } from "@tsmodel/jinja";
import type {
  AdapterPlugin,
  Database,
  Dialect,
  QueryOptions,
  QueryResult,
  Session,
} from "../../src/adapter/adapter.ts";
import { createSharedContext, type SharedContext } from "../../src/context/shared-context.ts";
import type { Effects, FileSystem } from "../../src/effects.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { buildMacroRegistry } from "../../src/macro/build-macro-registry.ts";
import { parseMacroFile } from "../../src/macro/parse-macro-file.ts";
import { emptyManifest, type Manifest } from "../../src/manifest/manifest.ts";
import type { MacroNode, ModelNode, SourceDefinition } from "../../src/manifest/node.ts";
import type { Project, ProjectConfig } from "../../src/project/project.ts";

export const ROOT = "/projects/shop";

export const dialect: Dialect = {
  quoteCharacter: '"',
  defaultQuoting: { database: true, schema: true, identifier: true },
  defaultInclude: { database: true, schema: true, identifier: true },
  renameableTypes: ["table", "view"],
  replaceableTypes: ["view"],
  maxIdentifierLength: null,
  typeLabels: { STRING: "TEXT" },
  convertSeedType: (type) =>
    ({
      boolean: "boolean",
      integer: "integer",
      number: "float8",
      text: "text",
      date: "date",
      datetime: "timestamp",
      time: "time",
    })[type],
  constraintSupport: {
    check: "enforced",
    not_null: "enforced",
    unique: "not_enforced",
    primary_key: "enforced",
    foreign_key: "not_supported",
  },
  validIncrementalStrategies: ["append", "delete+insert"],
  string: { literalEscape: (text) => text.replaceAll("'", "''") },
  typeClasses: {
    string: ["text", "character varying", "varchar"],
    float: ["float8"],
    integer: ["integer", "bigint"],
    numeric: ["numeric", "decimal"],
  },
};

export function fakePlugin(own: Partial<Dialect> = {}): AdapterPlugin {
  return {
    type: "duckdb",
    dispatchParents: [],
    macroPackages: [{ name: "dbt_duckdb", files: () => new Map() }],
    dialect: { ...dialect, ...own },
    capabilities: {},
    parseCredentials: () => {
      throw new Error("not needed");
    },
    open: () => Promise.reject(new Error("not needed")),
  };
}

export function projectConfig(name: string, values: Partial<ProjectConfig> = {}): ProjectConfig {
  return {
    name,
    version: "1.0",
    root: name === "shop" ? ROOT : `${ROOT}/dbt_packages/${name}`,
    profileName: "shop",
    modelPaths: ["models"],
    macroPaths: ["macros"],
    seedPaths: ["seeds"],
    testPaths: ["tests"],
    analysisPaths: ["analyses"],
    docsPaths: ["models"],
    assetPaths: [],
    snapshotPaths: ["snapshots"],
    functionPaths: ["functions"],
    targetPath: "target",
    logPath: "logs",
    packagesInstallPath: "dbt_packages",
    cleanTargets: [],
    quoting: {},
    onRunStart: [],
    onRunEnd: [],
    requireDbtVersion: [],
    dispatch: [],
    configSections: {},
    unrenderedSections: {},
    vars: {},
    queryComment: { comment: "", append: false, jobLabel: false },
    restrictAccess: false,
    flags: {},
    extras: {},
    ...values,
  };
}

export interface BenchInput {
  /** Macro text by package: "shop" is the root project, "dbt" and "dbt_duckdb" are built in. */
  readonly macros?: { readonly [packageName: string]: string };
  readonly root?: Partial<ProjectConfig>;
  readonly packages?: { readonly [name: string]: Partial<ProjectConfig> };
  readonly flags?: Project["flags"];
  readonly cliVars?: Project["cliVars"];
  readonly env?: { readonly [name: string]: string };
  readonly files?: { readonly [path: string]: string };
  readonly dialect?: Partial<Dialect>;
  readonly command?: string;
}

export interface Bench {
  readonly shared: SharedContext;
  readonly environment: Environment;
  readonly manifest: Manifest;
  readonly events: TsmodelEvent[];
  readonly written: Map<string, string>;
  macro(id: string): MacroNode;
  addModel(node: Partial<ModelNode> & { readonly name: string }): ModelNode;
  addSource(sourceName: string, name: string, node?: Partial<SourceDefinition>): SourceDefinition;
}

export function createBench(input: BenchInput = {}): Bench {
  const environment = new Environment();
  const events: TsmodelEvent[] = [];
  const written = new Map<string, string>();
  const manifest = emptyManifest({ rootPackage: "shop", nodePackageFirst: false });
  const macros = Object.entries(input.macros ?? {}).flatMap(([packageName, text]) =>
    parseMacroFile(text, { packageName, path: "macros/all.sql", createdAt: 0 }),
  );
  for (const macro of macros) manifest.macros.set(macro.unique_id, macro);
  const names = new Set([...Object.keys(input.macros ?? {}), ...Object.keys(input.packages ?? {})]);
  const packages = [...names].filter((name) => !["shop", "dbt", "dbt_duckdb"].includes(name));
  const project: Project = {
    root: projectConfig("shop", input.root),
    packages: packages.map((name) => projectConfig(name, input.packages?.[name])),
    profile: {
      profileName: "shop",
      targetName: "dev",
      threads: 4,
      plugin: fakePlugin(input.dialect),
      profilesDir: ROOT,
      credentials: {
        type: "duckdb",
        database: "dev",
        schema: "main",
        threads: 4,
        shown: { database: "dev", schema: "main" },
        place: "dev.duckdb",
        settings: {},
      },
      output: () => undefined,
    },
    cliVars: input.cliVars ?? {},
    flags: input.flags ?? {},
    selectors: null,
  };
  for (const config of [project.root, ...project.packages])
    manifest.packageRoots.set(config.name, config.root);
  const registry = buildMacroRegistry({
    project,
    macros,
    environment,
    internalPackages: ["dbt_duckdb", "dbt"].map((name) => ({ name, files: () => new Map() })),
    textOf: (macro) => input.macros?.[macro.package_name],
  });
  const effects = fakeEffects(input, events, written);
  const invocation = {
    id: "11111111-2222-3333-4444-555555555555",
    startedAt: effects.now(),
    command: input.command ?? "run",
  };
  const shared = createSharedContext({ project, effects, invocation, registry, manifest, environment });
  return {
    shared,
    environment,
    manifest,
    events,
    written,
    macro: (id) => registry.macros.get(id)!,
    addModel: (node) => addModel(manifest, node),
    addSource: (sourceName, name, node) => addSource(manifest, sourceName, name, node),
  };
}

function fakeEffects(input: BenchInput, events: TsmodelEvent[], written: Map<string, string>): Effects {
  const texts = new Map(Object.entries(input.files ?? {}));
  const files: FileSystem = {
    readText: (path) => texts.get(path) ?? fileMissing(path),
    exists: (path) => texts.has(path),
    list: () => [],
    writeText: (path, text) => void written.set(path, text),
    stat: () => undefined,
  };
  let clock = 0;
  return {
    files,
    env: input.env ?? {},
    now: () => new Date("2026-01-31T12:00:00Z"),
    elapsed: () => clock++,
    newId: () => "id",
    report: (event) => void events.push(event),
    signal: new AbortController().signal,
    cwd: ROOT,
  };
}

function fileMissing(path: string): never {
  throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
}

export function addModel(
  manifest: Manifest,
  node: Partial<ModelNode> & { readonly name: string },
): ModelNode {
  const packageName = node.package_name ?? "shop";
  const model = {
    resource_type: "model",
    package_name: packageName,
    unique_id: `model.${packageName}.${node.name}`,
    path: `${node.name}.sql`,
    original_file_path: `models/${node.name}.sql`,
    fqn: [packageName, node.name],
    database: "dev",
    schema: "main",
    alias: node.name,
    tags: [],
    description: "",
    columns: {},
    meta: {},
    group: null,
    raw_code: "select 1",
    language: "sql",
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    compiled: false,
    compiled_code: null,
    extra_ctes: [],
    extra_ctes_injected: false,
    access: "protected",
    version: null,
    latest_version: null,
    defer_relation: null,
    build_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    ...node,
    config: { enabled: true, materialized: "view", ...node.config },
  } as unknown as ModelNode;
  manifest.nodes.set(model.unique_id, model);
  manifest.index.addNode(model);
  return model;
}

export function addSource(
  manifest: Manifest,
  sourceName: string,
  name: string,
  node: Partial<SourceDefinition> = {},
): SourceDefinition {
  const source = {
    resource_type: "source",
    package_name: "shop",
    unique_id: `source.shop.${sourceName}.${name}`,
    name,
    source_name: sourceName,
    path: "models/sources.yml",
    original_file_path: "models/sources.yml",
    fqn: ["shop", sourceName, name],
    database: "dev",
    schema: sourceName,
    identifier: name,
    quoting: { database: null, schema: null, identifier: null, column: null },
    columns: {},
    meta: {},
    tags: [],
    ...node,
    config: { enabled: true, ...node.config },
  } as unknown as SourceDefinition;
  manifest.sources.set(source.unique_id, source);
  manifest.index.addSource(source);
  return source;
}

export type Answer = (sql: string) => Partial<QueryResult> | undefined;

/** A database that writes down what it is sent; sessions share the log. */
export class FakeDatabase implements Database {
  readonly log: string[] = [];
  opened: number = 0;
  closed: number = 0;
  private readonly answer: Answer;

  constructor(answer: Answer = () => undefined) {
    this.answer = answer;
  }

  session(): Promise<Session> {
    this.opened++;
    return Promise.resolve(new FakeSession(this, this.answer));
  }
  describe(): Promise<{ version: string }> {
    return Promise.resolve({ version: "1" });
  }
  interrupt(): void {}
  close(): Promise<void> {
    return Promise.resolve();
  }
}

class FakeSession implements Session {
  inTransaction: boolean = false;
  private readonly database: FakeDatabase;
  private readonly answer: Answer;

  constructor(database: FakeDatabase, answer: Answer) {
    this.database = database;
    this.answer = answer;
  }

  async query(sql: string, _options?: QueryOptions): Promise<QueryResult> {
    this.database.log.push(sql.trim());
    await Promise.resolve();
    return { columns: [], rows: [], response: { _message: "OK" }, ...this.answer(sql) };
  }
  begin(): Promise<void> {
    return this.control("BEGIN", true);
  }
  commit(): Promise<void> {
    return this.control("COMMIT", false);
  }
  rollback(): Promise<void> {
    return this.control("ROLLBACK", false);
  }
  private control(word: string, open: boolean): Promise<void> {
    this.database.log.push(word);
    this.inTransaction = open;
    return Promise.resolve();
  }
  interrupt(): void {}
  close(): Promise<void> {
    this.database.closed++;
    return Promise.resolve();
  }
}

export function textRows(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): Partial<QueryResult> {
  return { columns: names.map((name) => ({ name, type: "VARCHAR" })), rows };
}
